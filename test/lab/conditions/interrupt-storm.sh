# about: PER_SECOND (150000) UDP packets of 18 bytes a second for a port of app1 where nobody listens
# knobs: PER_SECOND
# truth: a veth has no interrupts, and CPU counters are the machine's; the packets are app1's
# symptom: CPU usage
# looked-at-by: root, faultline
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: interrupt-storm

fault() {
  start_load small ip netns exec fl-ops python3 "$LAB_SOURCE/load/small_packets.py" 10.78.2.2 9999 "${PER_SECOND:-150000}"
  sleep 1
}
clear() { stop_load small; }
verify() { on app1 'a=$(cat /sys/class/net/eth0/statistics/rx_packets); sleep 1; b=$(cat /sys/class/net/eth0/statistics/rx_packets); [ $((b - a)) -gt 40000 ]'; }
