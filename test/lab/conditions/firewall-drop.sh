# about: an iptables rule on app1 drops what comes in for port 8080
# knobs: RULES=iptables | nft (own table, counted rule) | nft-uncounted (a rule without counter)
# symptom: connection timed out
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: firewall-drop

fault() {
  case ${RULES:-iptables} in
    iptables) on app1 'iptables -A INPUT -i eth0 -p tcp --dport 8080 -j DROP' ;;
    nft) shield 'counter drop' ;;
    nft-uncounted) shield 'drop' ;;
  esac
}
shield() {
  on app1 "nft add table inet shield
    nft add chain inet shield input '{ type filter hook input priority 0; policy accept; }'
    nft add rule inet shield input iifname eth0 tcp dport 8080 $1"
}
clear() { on app1 'iptables -F INPUT; nft delete table inet shield 2>/dev/null || true'; }
verify() { times_out "$APP_URL" && api_ready app1; }
