# about: a rule on app1 rejects what comes in for port 8080
# knobs: RULES=iptables | nft; REJECT=tcp-reset | icmp-port-unreachable
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: firewall-reject

fault() {
  local how=${REJECT:-tcp-reset}
  if [ "${RULES:-iptables}" = iptables ]; then
    on app1 "iptables -A INPUT -i eth0 -p tcp --dport 8080 -j REJECT --reject-with $how"
    return
  fi
  [ "$how" = tcp-reset ] && how='tcp reset' || how='icmp type port-unreachable'
  on app1 "nft add table inet shield
    nft add chain inet shield input '{ type filter hook input priority 0; policy accept; }'
    nft add rule inet shield input iifname eth0 tcp dport 8080 counter reject with $how"
}
clear() { on app1 'iptables -F INPUT; nft delete table inet shield 2>/dev/null || true'; }
verify() { refused "$APP_URL" && api_ready app1; }
