# about: nothing is broken; a few requests a second, as every day
# symptom: slow response time
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items

fault() { :; }
clear() { :; }
verify() { all_healthy; }
