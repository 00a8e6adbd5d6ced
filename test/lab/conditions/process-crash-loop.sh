# about: the API throws at every start, systemd starts it again every 2 s: NRestarts rises, it never listens
# knobs: LOOP=start (dies before it listens) | later (listens for 1.5 s each time)
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: process-crashed
# also-found: listener-absent

fault() {
  local when=CRASH_AT_START
  [ "${LOOP:-start}" = start ] || when=CRASH_SOON
  api_set "$when" trace
  api_set CRASH_TEXT 'Cannot read properties of null (reading dsn)'
  on app1 'mkdir -p /etc/systemd/system/api-service.service.d
    printf "[Service]\nRestart=always\nRestartSec=2\n" > /etc/systemd/system/api-service.service.d/restart.conf
    systemctl daemon-reload; systemctl restart api-service'
  sleep 5
}
clear() {
  on app1 'rm -rf /etc/systemd/system/api-service.service.d; sed -i /^CRASH_/d /etc/api/api.env; systemctl daemon-reload; systemctl reset-failed'
  api_restart
}
verify() { eventually 15 on app1 '[ "$(systemctl show -P NRestarts api-service)" -ge 2 ]'; }
