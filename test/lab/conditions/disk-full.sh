# about: the disk of a service that writes its ledger has no room left (LEFT=room), or no inode (LEFT=inodes)
# knobs: PORT (8088), LEFT=room | inodes
# symptom: no space left on device
# host: app1
# port: 8088
# url: http://10.78.2.2:8088/
# roots: disk-full

fault() {
  local port=${PORT:-8088}
  small_disk /var/lib/ledger 24 -N 32
  service_on app1 ledger ledger.py "$port" /var/lib/ledger 4096
  eventually 8 answers "http://10.78.2.2:$port/healthz" 200
  if [ "${LEFT:-room}" = room ]; then
    on app1 'dd if=/dev/zero of=/var/lib/ledger/old.log bs=64k 2>&1 | grep -q "No space"; dd if=/dev/zero of=/var/lib/ledger/older.log bs=1k 2>&1 | grep -q "No space"'
  else
    on app1 'cd /var/lib/ledger; n=0; while touch session-$n; do n=$((n + 1)); done 2>&1 | grep -q "No space"'
  fi
  clients books "http://10.78.2.2:$port/" --workers 1 --pause 300 --timeout 4000
}
clear() {
  stop_load books
  no_service_on app1 ledger
  no_small_disk /var/lib/ledger
}
verify() {
  on app1 '[ "$(df -P /var/lib/ledger | awk "NR == 2 { print \$4 }")" -lt 16 ] || [ "$(df -iP /var/lib/ledger | awk "NR == 2 { print \$4 }")" = 0 ]'
}
