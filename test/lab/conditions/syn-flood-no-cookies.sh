# about: 800 SYN/s from 254 spoofed addresses, SYN cookies off: new clients time out while connecting, the kernel logs nothing
# truth: a client that the kernel remembers (tcp_metrics) or that keeps its connection would still be served
# symptom: connection timed out
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: syn-flood

source "$LAB_SOURCE/conditions/syn-flood.sh"
COOKIES=0
# Three quarters of tcp_max_syn_backlog (128) are for anybody, the rest for peers that the host remembers; who got in before that counts as one.
verify() {
  eventually 15 on app1 '[ "$(ss -Hnt state syn-recv | wc -l)" -ge 96 ] && ip tcp_metrics flush' && eventually 15 times_out "$APP_URL"
}
