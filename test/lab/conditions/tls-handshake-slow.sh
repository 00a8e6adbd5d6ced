# about: the gateway's key is SERVER_KEY (rsa:4096), its one worker resumes no sessions, and WORKERS (16) clients make a new connection for every request
# knobs: SERVER_KEY, WORKERS
# symptom: slow TLS
# host: gw
# port: 443
# url: https://10.78.1.2/v1/items
# roots: tls-handshake-slow
# looked-at-by: root

fault() {
  server_certificate faulty -30 60 "${SERVER_KEY:-rsa:4096}"
  https_settings 'ssl_protocols TLSv1.2; ssl_session_cache off; ssl_session_tickets off;'
  on gw "sed -i 's/^worker_processes .*/worker_processes 1;/' /etc/nginx/nginx.conf"
  serve_certificate faulty
  clients handshakes "$SECURE_URL" --workers "${WORKERS:-16}" --timeout 8000 --ca "$TLS/ca.pem"
}
clear() {
  stop_load handshakes
  on gw "sed -i 's/^worker_processes .*/worker_processes auto;/' /etc/nginx/nginx.conf"
  https_as_it_should_be
}
# The handshake takes most of a request's time.
verify() {
  local legs
  legs=$(from_client curl -s -o /dev/null -m 8 --cacert "$TLS/ca.pem" -w '%{time_connect} %{time_appconnect} %{time_total}' "$SECURE_URL")
  awk '{exit !($2 - $1 > 0.03 && $2 - $1 > $3 / 2)}' <<<"$legs"
}
