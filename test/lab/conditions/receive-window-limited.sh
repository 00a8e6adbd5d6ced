# about: the largest receive buffer on app1 is RMEM_MAX (32 kB), and clients are WAY_MS (60) away: uploads crawl, small requests do not
# truth: this kernel has no netem: load/late.py holds what app1 answers them
# knobs: RMEM_MAX, WAY_MS
# symptom: slow only from far away
# looked-at-by: root, faultline
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/
# roots: receive-window-limited

fault() {
  on app1 "sysctl -qw net.ipv4.tcp_rmem='4096 16384 ${RMEM_MAX:-32768}'"
  files_service 8082
  start_load late ip netns exec fl-rt python3 "$LAB_SOURCE/load/late.py" 23 "${WAY_MS:-60}" 1
  sleep 0.5
  router_mangle -A FORWARD -i h-app1 -o ops -j NFQUEUE --queue-num 23 --queue-bypass
  start_load uploads ip netns exec fl-ops python3 "$LAB_SOURCE/load/uploads.py" 10.78.2.2 8082 4000000000 1
  sleep 3
}
clear() {
  stop_load uploads
  router_mangle -F FORWARD
  stop_load late
  on app1 "sysctl -qw net.ipv4.tcp_rmem='4096 131072 33554432'"
  files_service_gone
}
verify() {
  local before
  before=$(received)
  sleep 2
  [ $((($(received) - before) / 2)) -lt 2000000 ] && [ "$(received)" -gt "$before" ]
}
received() { on app1 'ss -Htin state established "sport = :8082"' | grep -o 'bytes_received:[0-9]*' | cut -d: -f2 | sort -n | tail -1; }
