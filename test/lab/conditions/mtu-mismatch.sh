# about: the clients' link carries MTU bytes (1400), and the router does not tell anybody: small answers come, 100 kB ones hang
# knobs: MTU
# symptom: small requests work, large ones hang
# looked-at-by: root, faultline
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/
# roots: mtu-mismatch

fault() {
  files_service 8082
  router_mangle -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
  ip -n fl-rt link set ops mtu "${MTU:-1400}"
  on app1 'ip route flush cache'
  clients large 'http://10.78.2.2:8082/?n=100000' --workers 4 --timeout 6000
  sleep 3
}
clear() {
  stop_load large
  ip -n fl-rt link set ops mtu 1500
  router_mangle -F OUTPUT
  # What a remedy may have left.
  on app1 'ip link set eth0 mtu 1500; sysctl -qw net.ipv4.tcp_mtu_probing=0'
  files_service_gone
}
verify() { answers http://10.78.2.2:8082/ 200 && times_out 'http://10.78.2.2:8082/?n=100000'; }
