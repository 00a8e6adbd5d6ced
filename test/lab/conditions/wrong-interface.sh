# about: the API listens on BIND_TO (127.0.0.1) only
# knobs: BIND_TO=127.0.0.1
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: wrong-interface

fault() {
  api_set BIND "${BIND_TO:-127.0.0.1}"
  api_restart
}
clear() {
  api_set BIND 0.0.0.0
  api_restart
}
verify() { refused "$APP_URL" && api_ready app1; }
