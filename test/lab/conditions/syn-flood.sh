# about: 800 SYN/s from 254 spoofed addresses, SYN cookies on: clients are still served
# knobs: SYNS_PER_SECOND; BACKLOG (the API's own, 128)
# symptom: many SYN_RECV
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: syn-flood

COOKIES=1

fault() {
  on app1 "sysctl -qw net.ipv4.tcp_max_syn_backlog=128 net.ipv4.tcp_syncookies=$COOKIES"
  api_set BACKLOG "${BACKLOG:-128}"
  api_restart
  ip -n fl-rt route replace blackhole 10.78.250.0/24
  # A host lets peers that it remembers in even without cookies: let it forget them.
  [ "$COOKIES" = 1 ] || on app1 'ip tcp_metrics flush'
  start_load flood ip netns exec fl-ops python3 "$LAB_SOURCE/load/synflood.py" 10.78.2.2 8080 "${SYNS_PER_SECOND:-800}"
}
clear() {
  stop_load flood
  on app1 'sysctl -qw net.ipv4.tcp_max_syn_backlog=2048 net.ipv4.tcp_syncookies=1'
  api_set BACKLOG 511
  api_restart
}
verify() { eventually 10 on app1 '[ "$(ss -Hnt state syn-recv | wc -l)" -gt 60 ]'; }
