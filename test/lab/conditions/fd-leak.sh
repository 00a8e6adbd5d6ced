# about: the API opens its audit log PER_REQUEST (2) times per request and never closes it
# knobs: PER_REQUEST, PAUSE_MS (ms between requests, 120)
# symptom: open descriptors grow without end
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: fd-leak

fault() {
  api_misbehave "{\"keepFiles\":${PER_REQUEST:-2}}"
  clients steady "$APP_URL" --workers 1 --pause "${PAUSE_MS:-120}" --keep-alive
  sleep 2
}
clear() {
  stop_load steady
  api_restart
}
verify() {
  on app1 'pid=$(systemctl show -P MainPID api-service); before=$(ls /proc/$pid/fd | wc -l); sleep 2; [ "$(ls /proc/$pid/fd | wc -l)" -gt $((before + 8)) ]'
}
