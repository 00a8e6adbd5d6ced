# about: systemctl stop of the API, nothing else
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: unit-stopped

fault() { on app1 'systemctl stop api-service'; }
clear() { api_restart; }
verify() { refused "$APP_URL" && on app1 '[ "$(systemctl is-active api-service)" = inactive ]'; }
