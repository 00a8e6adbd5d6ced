# about: a pair of processes for each CPU of app1 hands BYTES (1) back and forth, and does nothing else
# knobs: BYTES, at most 4096, which is what a write to a pipe does at once; PAIRS (with more than one for each CPU the machine is hardly of use to anybody)
# truth: the CPUs are the machine's, so gw and app2 suffer too
# symptom: busy but low throughput
# looked-at-by: root, faultline, plain
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: context-switch-storm
# also-found: cpu-saturation

fault() {
  in_host app1 sh -c 'cat > /run/hand_over.py' < "$LAB_SOURCE/load/hand_over.py"
  in_host app1 systemd-run -q --unit=relay --collect -p "RuntimeMaxSec=$LAB_LOAD_S" python3 /run/hand_over.py "${PAIRS:-$(nproc)}" "${BYTES:-1}" </dev/null
  sleep 2
}
clear() { no_service_on app1 relay; }
verify() { on app1 'a=$(awk "/^ctxt/{print \$2}" /proc/stat); sleep 1; b=$(awk "/^ctxt/{print \$2}" /proc/stat); [ $((b - a)) -gt 60000 ]'; }
