# about: the queue of received packets of a CPU has room for BACKLOG (20), while small UDP packets arrive in bursts
# knobs: BACKLOG, PER_SECOND
# truth: netdev_max_backlog is the machine's: all of it loses packets meanwhile, so that its lab run is short
# symptom: net_ratelimit in the kernel log
# looked-at-by: root
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: backlog-drops

KEPT=$RUN/max-backlog

fault() {
  [ -f "$KEPT" ] || sysctl -n net.core.netdev_max_backlog > "$KEPT"
  # A burst reaches the queue as one only when the sender's link cuts it up.
  ip -n fl-ops link set eth0 gso_max_segs 1
  start_load small ip netns exec fl-ops python3 "$LAB_SOURCE/load/small_packets.py" 10.78.2.2 9999 "${PER_SECOND:-10000}" 60
  sysctl -qw net.core.netdev_max_backlog="${BACKLOG:-20}"
}
clear() {
  [ ! -f "$KEPT" ] || { sysctl -qw net.core.netdev_max_backlog="$(cat "$KEPT")"; rm -f "$KEPT"; }
  stop_load small
  ip -n fl-ops link set eth0 gso_max_segs 65535
}
verify() { local a; a=$(dropped); sleep 1; [ $(($(dropped) - a)) -gt 20 ]; }
dropped() {
  local count=0 lost _
  while read -r _ lost _; do count=$((count + 16#$lost)); done < /proc/net/softnet_stat
  echo "$count"
}
