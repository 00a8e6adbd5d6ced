# about: nothing is broken; a client WAY_MS (60) away uploads to a service on port 8082 whose buffers grow as they need
# symptom: slow only from far away
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/

source "$LAB_SOURCE/conditions/receive-window-limited.sh"
RMEM_MAX=33554432
verify() { [ "$(received)" -gt 1000000 ]; }
