# about: a listen backlog of 4, each request holds the event loop for STALL_MS (400) without using CPU, CLIENTS (60) clients
# knobs: STALL_MS, CLIENTS; LIMIT=app (the app asks for 4) | somaxconn (the kernel caps it at 4); LASTING=1 (a restart does not help)
# symptom: connection timed out
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: accept-queue-overflow
# also-found: upstream-slow

fault() {
  if [ "${LIMIT:-app}" = app ]; then api_set BACKLOG 4; else on app1 'sysctl -qw net.core.somaxconn=4'; fi
  if [ "${LASTING:-0}" = 1 ]; then api_misbehave_always "{\"stallMs\":${STALL_MS:-400}}"; fi
  api_restart
  api_misbehave "{\"stallMs\":${STALL_MS:-400}}"
  clients crowd "$APP_URL" --workers "${CLIENTS:-60}" --timeout 8000
}
clear() {
  stop_load crowd
  api_set BACKLOG 511
  on app1 'sysctl -qw net.core.somaxconn=4096'
  api_misbehave_no_more
  api_restart
}
verify() {
  eventually 15 on app1 "ss -Hlnt 'sport = :8080' | awk '\$2 > \$3 {full = 1} END {exit !full}'"
  # Clients that were turned away come again after 1, 3 and 7 seconds.
  eventually 15 on app1 'overflows() { nstat -asz TcpExtListenOverflows | awk "/Overflows/ {print \$2}"; }
    before=$(overflows); sleep 2; [ "$(overflows)" -gt "$before" ]'
}
