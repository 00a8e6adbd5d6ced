# about: the gateway has two backends, and one of them gets WEIGHT (20) times as many requests as the other
# knobs: WEIGHT
# symptom: uneven load
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: load-imbalance
# looked-at-by: root, faultline

fault() {
  on gw "sed -i 's/^  server 10.78.2.2:8080;/  server 10.78.2.2:8080 weight=${WEIGHT:-20};\n  server 10.78.3.2:8080;/' /etc/nginx/sites-available/default
    nginx -t; systemctl restart nginx"
  clients crowd "$GATEWAY_URL" --workers 4 --pause 50 --timeout 4000
  sleep 3
}
clear() {
  stop_load crowd
  on gw "sed -i 's/^  server 10.78.2.2:8080 .*/  server 10.78.2.2:8080;/; /^  server 10.78.3.2:8080;/d' /etc/nginx/sites-available/default; systemctl restart nginx"
}
verify() { eventually 10 on gw '[ "$(grep -c ua=10.78.3.2 /var/log/nginx/access.log)" -ge 4 ] && [ "$(grep -c ua=10.78.2.2 /var/log/nginx/access.log)" -ge 100 ]'; }
