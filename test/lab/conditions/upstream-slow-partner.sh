# about: the gateway's upstream is a partner's machine in no inventory (10.78.4.2:8080), which answers after 4.5 s; the gateway waits 3 s
# symptom: 504 gateway timeout
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# traced-to: upstream-slow

fault() {
  start_load partner ip netns exec fl-partner node "$LAB_SOURCE/load/partner.js" 4500
  eventually 8 answers http://10.78.4.2:8080/ 200
  on gw "sed -i 's/server 10.78.2.2:8080/server 10.78.4.2:8080/' /etc/nginx/sites-available/default; systemctl reload nginx"
}
clear() {
  stop_load partner
  on gw "sed -i 's/server 10.78.4.2:8080/server 10.78.2.2:8080/' /etc/nginx/sites-available/default; systemctl reload nginx"
}
verify() { eventually 10 answers "$GATEWAY_URL" 504; }
