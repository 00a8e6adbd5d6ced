# about: someone's nc holds 127.0.0.1:8080; the API was restarted, could not bind (EADDRINUSE), and its unit is failed
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: bind-conflict
# also-found: listener-absent

SQUAT='nc -lk 127.0.0.1 8080'

fault() {
  on app1 'systemctl stop api-service'
  by_hand app1 "setsid nohup $SQUAT </dev/null >/dev/null 2>&1 & sleep 0.5"
  on app1 'systemctl start api-service'
  sleep 1
}
clear() {
  on app1 'pkill -x nc || true'
  api_restart
}
verify() { refused "$APP_URL" && on app1 'journalctl -q -u api-service | grep -q EADDRINUSE && systemctl is-failed -q api-service'; }
