# about: the gateway's certificate ended DAYS (3) days ago; nothing else is wrong with it
# knobs: DAYS; KIND=expired | future | self
# symptom: certificate has expired
# host: gw
# port: 443
# url: https://10.78.1.2/v1/items
# roots: tls-certificate-invalid
# looked-at-by: root

fault() {
  case ${KIND:-expired} in
    expired) server_certificate faulty -93 "-${DAYS:-3}" ;;
    future) server_certificate faulty 2 90 ;;
    self) certificate faulty self gw.lab.internal -30 60 ec "subjectAltName=$SERVER_NAMES" ;;
  esac
  serve_certificate faulty
}
clear() { https_as_it_should_be; }
verify() { eventually 5 tls_fails_with 60; }
