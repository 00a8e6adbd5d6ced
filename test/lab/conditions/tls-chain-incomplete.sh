# about: the gateway sends its own certificate without the intermediate one that signed it; a client that has the intermediate is served
# symptom: unable to verify the first certificate
# host: gw
# port: 443
# url: https://10.78.1.2/v1/items
# roots: tls-certificate-invalid
# looked-at-by: root

fault() { serve_certificate srv.leaf srv; }
clear() { https_as_it_should_be; }
verify() {
  eventually 5 tls_fails_with 60
  cat "$TLS/ca.pem" "$TLS/intermediate.pem" > "$TLS/both.pem"
  from_client curl -s -f -o /dev/null -m 6 --cacert "$TLS/both.pem" "$SECURE_URL"
}
