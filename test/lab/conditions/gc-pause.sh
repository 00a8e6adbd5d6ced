# about: a Node service keeps MEGABYTES (220) alive in a heap of 360 MB, replaces some with each request, and stops for the whole of each collection
# knobs: MEGABYTES; PAUSE_MS (ms between requests, 100)
# symptom: periodic stutter
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: gc-pause
# looked-at-by: root, faultline, plain

fault() {
  lab_weighs 16384
  in_host app1 sh -c 'cat > /run/orders.cjs' < "$LAB_SOURCE/load/orders.cjs"
  in_host app1 systemd-run --quiet --collect --unit=orders -p MemoryMax=700M node --no-incremental-marking --trace-gc --max-old-space-size=360 \
    /run/orders.cjs 8088 "${MEGABYTES:-220}"
  eventually 20 answers http://10.78.2.2:8088/ 200
  clients steady http://10.78.2.2:8088/ --workers 1 --pause "${PAUSE_MS:-100}" --keep-alive --timeout 8000
  sleep 5
}
clear() {
  lab_weighs 1024
  stop_load steady
  no_service_on app1 orders
}
verify() { eventually 15 on app1 '[ "$(journalctl -u orders -o cat --since -15s | grep -cE "Mark-(sweep|Compact|compact).* MB, [0-9]{3,}")" -ge 3 ]'; }
