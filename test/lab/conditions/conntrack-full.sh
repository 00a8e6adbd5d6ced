# about: app1 tracks connections, the table has room for LIMIT (150), and a client holds more than that
# truth: nf_conntrack_max is the machine's; only app1 tracks anything. The management address is not tracked, or nobody could log in
# knobs: LIMIT
# symptom: nf_conntrack table full
# looked-at-by: root, faultline
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: conntrack-full

KEPT=$RUN/conntrack-max

fault() {
  [ -f "$KEPT" ] || sysctl -n net.netfilter.nf_conntrack_max > "$KEPT"
  on app1 "nft add table ip tracked
    nft add chain ip tracked early '{ type filter hook prerouting priority -300; }'
    nft add rule ip tracked early ip saddr 10.78.200.0/24 notrack
    nft add chain ip tracked late '{ type filter hook output priority -300; }'
    nft add rule ip tracked late ip daddr 10.78.200.0/24 notrack
    nft add chain ip tracked in '{ type filter hook input priority 0; }'
    nft add rule ip tracked in ct state established,related accept"
  sysctl -qw net.netfilter.nf_conntrack_max="${LIMIT:-150}"
  start_load holder ip netns exec fl-ops python3 "$LAB_SOURCE/load/hold_open.py" 10.78.2.2 8080
  sleep 3
}
clear() {
  stop_load holder
  [ ! -f "$KEPT" ] || { sysctl -qw net.netfilter.nf_conntrack_max="$(cat "$KEPT")"; rm -f "$KEPT"; }
  on app1 'nft delete table ip tracked 2>/dev/null || true; conntrack -F 2>/dev/null || true'
  api_restart
}
verify() { times_out "$APP_URL" && ! client_ping -q -c 2 -W 1 10.78.2.2; }
