# about: one client makes WORKERS (40) requests at a time, each of which keeps the API's one thread busy for a while; the others wait behind it
# knobs: WORKERS
# symptom: 503 overloaded
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: noisy-client
# looked-at-by: root, faultline

fault() {
  local n
  for n in 11 12 13; do ip -n fl-ops addr replace "10.78.100.$n/24" dev eth0; done
  api_misbehave '{"stallMs":8}'
  clients noisy "$GATEWAY_URL" --workers "${WORKERS:-40}" --timeout 8000 --keep-alive --from 10.78.100.11
  clients quiet "$GATEWAY_URL" --workers 1 --pause 400 --timeout 8000 --from 10.78.100.12
  clients other "$GATEWAY_URL" --workers 1 --pause 600 --timeout 8000 --from 10.78.100.13
}
clear() {
  local n
  for n in noisy quiet other; do stop_load "$n"; done
  for n in 11 12 13; do ip -n fl-ops addr del "10.78.100.$n/24" dev eth0 || true; done
  api_restart
}
verify() {
  sleep 2
  on gw 'awk "\$1 == \"10.78.100.11\" {n++} END {exit !(n > 0.7 * NR && NR > 100)}" /var/log/nginx/access.log'
}
