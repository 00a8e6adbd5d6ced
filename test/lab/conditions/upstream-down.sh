# about: the gateway's upstream is 10.78.4.2:8080, a partner's machine that is in no inventory; its service went away: it refuses
# truth: nothing behind that address can be seen; frontier 10.78.4.2:8080
# symptom: bad gateway
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# traced-to: upstream-down

fault() {
  start_load partner ip netns exec fl-partner node "$LAB_SOURCE/load/partner.js" 0
  eventually 8 answers http://10.78.4.2:8080/ 200
  on gw "sed -i 's/server 10.78.2.2:8080/server 10.78.4.2:8080/' /etc/nginx/sites-available/default; systemctl reload nginx"
  eventually 5 answers "$GATEWAY_URL" 200
  stop_load partner
}
clear() {
  stop_load partner
  on gw "sed -i 's/server 10.78.4.2:8080/server 10.78.2.2:8080/' /etc/nginx/sites-available/default; systemctl reload nginx"
}
verify() { eventually 5 answers "$GATEWAY_URL" 502; }
