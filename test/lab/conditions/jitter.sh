# about: the router holds SHARE (15 %) of the packets between the clients and app1 back for LATE_MS (120); nothing is lost
# truth: this kernel has no netem: load/late.py takes the packets from a queue of the firewall. Only the clients' side suffers
# knobs: SHARE, LATE_MS
# symptom: high jitter
# looked-at-by: root, faultline
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: jitter

fault() {
  start_load late ip netns exec fl-rt python3 "$LAB_SOURCE/load/late.py" 21 "${LATE_MS:-120}" "${SHARE:-0.15}"
  sleep 0.5
  router_mangle -A FORWARD -i ops -o h-app1 -j NFQUEUE --queue-num 21 --queue-bypass
  router_mangle -A FORWARD -i h-app1 -o ops -j NFQUEUE --queue-num 21 --queue-bypass
  clients talk "$APP_URL" --workers 3 --pause 50 --timeout 8000 --keep-alive
  sleep 1
}
clear() {
  stop_load talk
  router_mangle -F FORWARD
  stop_load late
}
verify() { client_ping -q -c 60 -i 0.02 -W 1 10.78.2.2 | awk -F'[/ ]' '/^rtt/ { exit !($(NF - 1) > 5) }'; }
