# about: a service reads and writes a JSON document of ROWS (40000) rows for each request, in its only thread, and says so in Server-Timing
# knobs: ROWS; CLIENTS (2)
# symptom: high P99
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: serialization-bound
# looked-at-by: root, faultline, plain

fault() {
  lab_weighs 16384
  in_host app1 sh -c 'cat > /run/export.cjs' < "$LAB_SOURCE/load/export.cjs"
  in_host app1 systemd-run --quiet --collect --unit=export -p MemoryMax=700M node /run/export.cjs 8088 "${ROWS:-40000}"
  eventually 10 answers http://10.78.2.2:8088/ 200
  clients readers http://10.78.2.2:8088/ --workers "${CLIENTS:-2}" --keep-alive --timeout 20000
  sleep 1
}
clear() {
  lab_weighs 1024
  stop_load readers
  no_service_on app1 export
}
verify() { from_client curl -s -o /dev/null -D - -m 10 http://10.78.2.2:8088/ | grep -qiE '^server-timing: .*json-(parse|write);dur=[0-9]{2,}'; }
