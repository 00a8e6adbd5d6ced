# about: the API keeps KEEP_KB (768) of each request and frees none of it, at a steady load
# knobs: KEEP_KB, PAUSE_MS (ms between requests, 150)
# symptom: memory grows and grows
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: memory-leak

fault() {
  api_misbehave "{\"keepKilobytes\":${KEEP_KB:-768}}"
  clients steady "$APP_URL" --workers 1 --pause "${PAUSE_MS:-150}" --keep-alive
  sleep 2
}
clear() {
  stop_load steady
  api_restart
}
verify() {
  on app1 'rss() { awk "/^RssAnon/{print \$2}" "/proc/$(systemctl show -P MainPID api-service)/status"; }
    before=$(rss); sleep 2; [ $(($(rss) - before)) -gt 3000 ]'
}
