# about: the router loses LOSS (12 %) of the packets each way between app1 and all others, except those of SSH
# knobs: LOSS
# symptom: retransmissions are high
# looked-at-by: root, faultline
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: packet-loss

fault() {
  local way
  for way in '-o h-app1 -p tcp --dport 22' '-i h-app1 -p tcp --sport 22'; do
    # shellcheck disable=SC2086
    router_mangle -A FORWARD $way -j ACCEPT
  done
  for way in '-o h-app1' '-i h-app1'; do
    # shellcheck disable=SC2086
    router_mangle -A FORWARD $way -m statistic --mode random --probability "${LOSS:-0.12}" -j DROP
  done
  clients talk "$APP_URL" --workers 3 --pause 50 --timeout 8000 --keep-alive
  sleep 1
}
clear() {
  stop_load talk
  router_mangle -F FORWARD
}
verify() { client_ping -q -c 60 -i 0.02 -W 1 10.78.2.2 | grep -qE ' [1-9][0-9.]*% packet loss'; }
