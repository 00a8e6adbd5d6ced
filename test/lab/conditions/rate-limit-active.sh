# about: the gateway lets through RATE (5r/s) for each address, the rest gets LIMIT_STATUS (429); clients ask for more
# knobs: RATE; LIMIT_STATUS=429 | 503 (what nginx says unless told otherwise)
# symptom: 429 too many requests
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: rate-limit-active
# looked-at-by: root, faultline

fault() {
  on gw "echo 'limit_req_zone \$binary_remote_addr zone=api_limit:1m rate=${RATE:-5r/s};' > /etc/nginx/conf.d/limit.conf
    sed -i 's|^  location / {|&\n    limit_req zone=api_limit burst=2 nodelay; limit_req_status ${LIMIT_STATUS:-429};|' /etc/nginx/sites-available/default
    nginx -t; systemctl restart nginx"
  clients crowd "$GATEWAY_URL" --workers 4 --pause 100 --timeout 4000
}
clear() {
  stop_load crowd
  on gw "rm -f /etc/nginx/conf.d/limit.conf; sed -i '/limit_req/d' /etc/nginx/sites-available/default; systemctl restart nginx"
}
verify() { eventually 10 answers "$GATEWAY_URL" "${LIMIT_STATUS:-429}"; }
