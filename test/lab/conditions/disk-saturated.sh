# about: a service that writes each entry of its ledger to the disk before it answers may write BYTES_S (300000) bytes a second; eight clients ask
# knobs: BYTES_S, CLIENTS, PORT (8088)
# truth: the limit stands above the disk (blkio), which itself is nearly idle
# symptom: disk slow
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: disk-saturated

fault() {
  local port=${PORT:-8088}
  small_disk /var/lib/ledger 48
  service_on app1 ledger ledger.py "$port" /var/lib/ledger 16384
  eventually 8 answers "http://10.78.2.2:$port/healthz" 200
  on app1 "group=/sys/fs/cgroup/blkio\$(sed -n 's/^[0-9]*:blkio://p' /proc/\$(systemctl show -P MainPID ledger)/cgroup)
    case \$group in */ledger.service) ;; *) group=\$group/system.slice/ledger.service; mkdir -p \$group; systemctl show -P MainPID ledger > \$group/cgroup.procs ;; esac
    echo \"\$(stat -c %Hr:%Lr /dev/small-disk) ${BYTES_S:-300000}\" > \$group/blkio.throttle.write_bps_device"
  clients books "http://10.78.2.2:$port/" --workers "${CLIENTS:-8}" --timeout 20000 --keep-alive
}
clear() {
  stop_load books
  # What it has not written yet is written at the limit.
  on app1 'find /sys/fs/cgroup/blkio -name blkio.throttle.write_bps_device -path "*ledger.service*" | while read -r file; do echo "$(stat -c %Hr:%Lr /dev/small-disk) 0" > "$file"; done'
  no_service_on app1 ledger
  on app1 'find /sys/fs/cgroup/blkio -depth -type d \( -name ledger.service -o -name system.slice \) -exec rmdir {} + 2>/dev/null || true'
  no_small_disk /var/lib/ledger
}
verify() {
  on app1 'file=/sys/fs/cgroup/unified$(sed -n "s/^0:://p" /proc/$(systemctl show -P MainPID ledger)/cgroup)/io.pressure
    total() { sed -n "s/^full .*total=//p" "$file"; }
    a=$(total); sleep 2; [ $(($(total) - a)) -gt 400000 ]'
}
