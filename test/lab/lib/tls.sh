# HTTPS of the gateway (https://10.78.1.2/v1/items) and the certificates of the lab's own CA, in $LAB/pki/tls: ca.pem is what clients trust.
# A root signs an intermediate, and that signs the server's certificates; `srv.pem` holds both, as a server should send them.

TLS=$LAB/pki/tls
SECURE_URL=https://10.78.1.2/v1/items
SERVER_NAMES=DNS:gw,DNS:gw.lab.internal,IP:10.78.1.2

# certificate NAME ISSUER SUBJECT FROM-DAY TO-DAY KEY EXTENSIONS: days count from today; KEY is `ec` or `rsa:4096`; ISSUER `self` signs itself
certificate() {
  local name=$1 issuer=$2 subject=$3 from=$4 to=$5 key=$6 extensions=$7 signer
  case $key in
    ec) openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/$name.key" ;;
    rsa:*) openssl genrsa -out "$TLS/$name.key" "${key#rsa:}" ;;
    *) die "no kind of key: $key" ;;
  esac
  openssl req -new -key "$TLS/$name.key" -subj "/O=Faultline Lab/CN=$subject" -out "$TLS/$name.csr"
  if [ "$issuer" = self ]; then signer=(-selfsign -keyfile "$TLS/$name.key"); else signer=(-cert "$TLS/$issuer.pem" -keyfile "$TLS/$issuer.key"); fi
  printf '%s\n' '[ca]' 'default_ca=lab' '[lab]' "new_certs_dir=$TLS" "database=$TLS/index" 'rand_serial=yes' 'default_md=sha256' 'policy=any' \
    'unique_subject=no' 'copy_extensions=none' '[any]' 'organizationName=optional' 'commonName=supplied' '[extensions]' > "$TLS/$name.cnf"
  printf '%b\n' "$extensions" >> "$TLS/$name.cnf"
  : > "$TLS/index"
  openssl ca -batch -notext -config "$TLS/$name.cnf" -extensions extensions "${signer[@]}" -in "$TLS/$name.csr" -out "$TLS/$name.pem" \
    -startdate "$(date -u -d "$from days" +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d "$to days" +%Y%m%d%H%M%SZ)"
}

# server_certificate NAME [FROM-DAY] [TO-DAY] [KEY] [NAMES]: signed by the intermediate, which NAME.pem holds as well
server_certificate() {
  certificate "$1" intermediate gw.lab.internal "${2:--30}" "${3:-60}" "${4:-ec}" \
    "subjectAltName=${5:-$SERVER_NAMES}\nauthorityInfoAccess=caIssuers;URI:http://pki.lab.internal/intermediate.cer"
  cp "$TLS/$1.pem" "$TLS/$1.leaf.pem"
  cat "$TLS/intermediate.pem" >> "$TLS/$1.pem"
}

make_certificates() {
  [ -s "$TLS/srv.pem" ] && openssl x509 -in "$TLS/srv.pem" -noout -checkend 86400 >/dev/null && return 0
  rm -rf "$TLS"
  mkdir -p "$TLS"
  certificate ca self 'Lab Root CA' -100 1000 ec 'basicConstraints=critical,CA:true\nsubjectKeyIdentifier=hash' &&
    certificate intermediate ca 'Lab Issuing CA' -90 900 ec 'basicConstraints=critical,CA:true,pathlen:0\nsubjectKeyIdentifier=hash' &&
    server_certificate srv
} 2>"$RUN/tls.log"

# serve_certificate NAME: the gateway sends it from now on
serve_certificate() {
  in_host gw sh -c 'cat > /etc/nginx/tls/cert.pem' < "$TLS/$1.pem"
  in_host gw sh -c 'cat > /etc/nginx/tls/key.pem' < "$TLS/${2:-$1}.key"
  on gw 'systemctl restart nginx'
}

# https_settings 'DIRECTIVES': the server block of port 443; without any, as a server should be
https_settings() {
  in_host gw sh -c 'cat > /etc/nginx/sites-enabled/secure' <<END
server {
  listen 443 ssl default_server;
  server_name gw;
  ssl_certificate /etc/nginx/tls/cert.pem;
  ssl_certificate_key /etc/nginx/tls/key.pem;
  ${1:-ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:1m; ssl_session_tickets on;}
  access_log /var/log/nginx/access.log timing;
  location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_connect_timeout 2s; proxy_read_timeout 3s; }
}
END
}

https_up() {
  make_certificates || die "no certificates, see $RUN/tls.log"
  on gw 'test -e /etc/nginx/sites-enabled/secure' && return 0
  on gw 'mkdir -p -m 700 /etc/nginx/tls'
  https_settings
  serve_certificate srv
}

https_as_it_should_be() { https_settings; serve_certificate srv; }

# trusted: a client that knows the lab's CA gets an answer
trusted() { from_client curl -s -f -o /dev/null -m 6 --cacert "$TLS/ca.pem" "${1:-$SECURE_URL}"; }
tls_fails_with() { local code=0; from_client curl -s -o /dev/null -m 6 --cacert "$TLS/ca.pem" "${2:-$SECURE_URL}" || code=$?; [ "$code" = "$1" ]; }
