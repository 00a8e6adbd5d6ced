# about: every query of a service takes 1.2 s in its database; connections to it are plenty, and nothing else is slow
# symptom: slow dependency
# host: app1
# port: 8087
# url: http://10.78.2.2:8087/v1/orders
# roots: dependency-slow
# looked-at-by: root, faultline

fault() {
  database_up
  service_on app1 orders pooled.py 8087 10.78.4.2 30 1.2 return
  eventually 8 answers http://10.78.2.2:8087/healthz 200
  clients few http://10.78.2.2:8087/v1/orders --workers 4 --timeout 9000
  sleep 2
}
clear() {
  stop_load few
  no_service_on app1 orders
  database_down
}
verify() {
  local seconds
  seconds=$(from_client curl -s -f -o /dev/null -m 8 -w '%{time_starttransfer}' http://10.78.2.2:8087/v1/orders)
  awk '{exit !($1 > 1)}' <<<"$seconds"
}
