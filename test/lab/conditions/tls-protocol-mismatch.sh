# about: the gateway takes VERSIONS (TLSv1.3) alone; a client that speaks only TLS 1.2 is refused
# knobs: VERSIONS=TLSv1.3 | TLSv1.1 | none (plain HTTP on port 443)
# symptom: SSL handshake failed
# host: gw
# port: 443
# url: https://10.78.1.2/v1/items
# roots: tls-protocol-mismatch
# looked-at-by: root

fault() {
  if [ "${VERSIONS:-TLSv1.3}" = none ]; then
    on gw "sed -i 's/listen 443 ssl/listen 443/' /etc/nginx/sites-enabled/secure; systemctl restart nginx"
  else
    https_settings "ssl_protocols ${VERSIONS:-TLSv1.3}; ssl_ciphers DEFAULT@SECLEVEL=0;"
    on gw 'systemctl restart nginx'
  fi
}
clear() { https_as_it_should_be; }
verify() {
  local code=0
  from_client curl -s -o /dev/null -m 6 --cacert "$TLS/ca.pem" --tlsv1.2 --tls-max 1.2 "$SECURE_URL" || code=$?
  [ "$code" = 35 ]
}
