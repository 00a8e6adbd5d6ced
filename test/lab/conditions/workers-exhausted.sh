# about: a server with WORKERS (4) processes that serve one connection each; every request waits 1.5 s for something, and 14 clients ask
# knobs: WORKERS, PORT (8086)
# symptom: 503 overloaded
# host: app1
# port: 8086
# url: http://10.78.2.2:8086/
# roots: workers-exhausted
# looked-at-by: root, faultline

fault() {
  service_on app1 reports prefork.py "${PORT:-8086}" "${WORKERS:-4}" 1.5
  clients crowd "http://10.78.2.2:${PORT:-8086}/" --workers 14 --timeout 20000
}
clear() {
  stop_load crowd
  no_service_on app1 reports
}
verify() { eventually 8 on app1 "[ \$(ss -tnH 'sport = :${PORT:-8086}' | awk '\$2 > 0' | wc -l) -ge 3 ]"; }
