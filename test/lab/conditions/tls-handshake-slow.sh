# about: the gateway signs every handshake with an RSA key of BITS (8192) bits, and resumes no session; the rest of it is idle
# knobs: BITS; RESUME=off | on
# symptom: slow TLS handshake
# host: gw
# port: 443
# url: https://10.78.1.2/v1/items
# roots: tls-handshake-slow
# looked-at-by: faultline

# Of 8192 bits a signature takes 40 ms of one core here, so that a single handshake is slow without any load; making the key takes some 12 s.
fault() {
  local bits=${BITS:-8192}
  [ -s "$TLS/rsa$bits.pem" ] || server_certificate "rsa$bits" -30 60 "rsa:$bits"
  [ "${RESUME:-off}" = on ] || https_settings 'ssl_session_cache off; ssl_session_tickets off;'
  serve_certificate "rsa$bits"
}
clear() { https_as_it_should_be; }
# Of ten handshakes the middle one, in milliseconds.
verify() {
  local median
  median=$(for _ in 1 2 3 4 5 6 7 8 9 10; do
    from_client curl -s -o /dev/null -m 6 --cacert "$TLS/ca.pem" -w '%{time_connect} %{time_appconnect}\n' "$SECURE_URL"
  done | awk '{ print int(($2 - $1) * 1000) }' | sort -n | sed -n 5p)
  [ "${median:-0}" -ge 30 ]
}
