# about: a service has 5 connections to its database; its code never gives one back (KEEP=leak), or every query takes QUERY_S seconds
# knobs: KEEP=leak | slow
# symptom: 503 connection pool exhausted
# host: app1
# port: 8087
# url: http://10.78.2.2:8087/v1/orders
# roots: db-pool-exhausted
# looked-at-by: root, faultline

fault() {
  database_up
  if [ "${KEEP:-leak}" = leak ]; then service_on app1 orders pooled.py 8087 10.78.4.2 5 0.01 leak; else service_on app1 orders pooled.py 8087 10.78.4.2 5 3 return; fi
  eventually 8 answers http://10.78.2.2:8087/healthz 200
  clients crowd http://10.78.2.2:8087/v1/orders --workers 12 --timeout 9000
  sleep 3
}
clear() {
  stop_load crowd
  no_service_on app1 orders
  database_down
}
verify() { eventually 15 answers http://10.78.2.2:8087/v1/orders 503; }
