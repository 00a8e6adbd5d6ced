# about: 800 SYN/s from 254 spoofed addresses, SYN cookies off: new clients time out while connecting, the kernel logs nothing
# truth: a client that the kernel remembers (tcp_metrics) or that keeps its connection would still be served
# symptom: connection timed out
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: syn-flood

source "$LAB_SOURCE/conditions/syn-flood.sh"
COOKIES=0
verify() { eventually 10 on app1 '[ "$(ss -Hnt state syn-recv | wc -l)" -gt 60 ]' && eventually 15 times_out "$APP_URL"; }
