# about: a catalogue service keeps MEGABYTES (120) in memory and may use LIMIT (48M) of it: the rest lies in a swap file of 192 MB, and each request needs some of it
# knobs: MEGABYTES, LIMIT, PAGES (read per request, 1500), PORT (8088)
# truth: swap is the machine's, but only this service has less memory than it needs: nothing else is swapped out
# symptom: host is swapping
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: swapping

fault() {
  local swap=$RUN/swap.img
  [ -e "$swap" ] || { dd if=/dev/zero of="$swap" bs=1M count=192 status=none; chmod 600 "$swap"; mkswap -q "$swap"; }
  grep -q "$swap" /proc/swaps || swapon "$swap"
  in_host app1 sh -c 'cat > /run/catalogue.py' < "$LAB_SOURCE/load/catalogue.py"
  on app1 "systemd-run -q --collect --unit=catalogue -p RuntimeMaxSec=$LAB_LOAD_S -p MemoryMax=${LIMIT:-48M} \
    python3 -u /run/catalogue.py ${PORT:-8088} ${MEGABYTES:-120} ${PAGES:-1500}"
  eventually 20 answers "http://10.78.2.2:${PORT:-8088}/" 200
  clients shoppers "http://10.78.2.2:${PORT:-8088}/" --workers 4 --timeout 20000 --keep-alive
}
clear() {
  local swap=$RUN/swap.img
  stop_load shoppers
  no_service_on app1 catalogue
  ! grep -q "$swap" /proc/swaps || swapoff "$swap"
  rm -f "$swap"
}
verify() { on app1 'a=$(awk "/^pswpin/{print \$2}" /proc/vmstat); sleep 2; b=$(awk "/^pswpin/{print \$2}" /proc/vmstat); [ $((b - a)) -gt 400 ]'; }
