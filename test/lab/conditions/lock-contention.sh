# about: a service with a thread for each client; what a request does for HELD_MS (30) needs no CPU, but a lock that all of them share; CLIENTS (24) ask at once
# knobs: HELD_MS, CLIENTS, PORT (8088)
# symptom: high P99 while CPU is idle
# looked-at-by: root, faultline, plain
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: lock-contention

fault() {
  local port=${PORT:-8088}
  service_on app1 stock stock.py "$port" "${HELD_MS:-30}" 0 mutex
  eventually 8 answers "http://10.78.2.2:$port/" 200
  clients shoppers "http://10.78.2.2:$port/" --workers "${CLIENTS:-24}" --timeout 20000 --keep-alive
}
clear() {
  stop_load shoppers
  no_service_on app1 stock
}
verify() { eventually 8 on app1 '[ "$(grep -ls futex /proc/"$(systemctl show -P MainPID stock)"/task/*/wchan | wc -l)" -ge 5 ]'; }
