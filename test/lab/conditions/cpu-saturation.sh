# about: a batch job on app1 (WORKERS busy processes, 6) takes the machine's CPUs
# truth: the CPUs are the machine's, so gw and app2 suffer too
# knobs: WORKERS; THREADS=4 (one process with so many busy threads instead)
# symptom: CPU 100 %
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: cpu-saturation

fault() {
  local job="for worker in \$(seq ${WORKERS:-6}); do gzip -9 </dev/zero >/dev/null & done; wait"
  [ -z "${THREADS:-}" ] || job="exec node -e 'for (let n = 0; n < $THREADS; n++) new (require(\"node:worker_threads\").Worker)(\"for (;;);\", { eval: true })'"
  in_host app1 systemd-run -q --unit=report-batch --collect -p "RuntimeMaxSec=$LAB_LOAD_S" bash -c "${job//\$/\$\$}" </dev/null
  sleep 3
}
clear() { on app1 'systemctl stop report-batch || true'; }
verify() { on app1 '[ "$(vmstat 1 3 | tail -1 | awk "{print \$15}")" -le 3 ]'; }
