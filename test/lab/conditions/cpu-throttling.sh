# about: the API's CPU quota is QUOTA (15 %), four clients keep it busy, the machine is idle
# knobs: QUOTA; QUOTA_BY=systemd (CPUQuota) | hand (a cgroup made by hand, unknown to systemd)
# symptom: high P99 while CPU is idle
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: cpu-throttling

fault() {
  api_misbehave '{"busyMs":1,"delayMs":8}'
  clients busy "$APP_URL" --workers 4 --timeout 8000 --keep-alive
  if [ "${QUOTA_BY:-systemd}" = systemd ]; then
    on app1 "systemctl set-property --runtime api-service CPUQuota=${QUOTA:-15}%"
  else
    on app1 "mkdir -p /sys/fs/cgroup/cpu/api-service; cd /sys/fs/cgroup/cpu/api-service
      systemctl show -P MainPID api-service > cgroup.procs; echo $((${QUOTA:-15} * 1000)) > cpu.cfs_quota_us"
  fi
  sleep 1
}
clear() {
  stop_load busy
  on app1 'systemctl set-property --runtime api-service CPUQuota=
    rm -rf /run/systemd/system.control/api-service.service.d; systemctl daemon-reload'
  api_restart
  on app1 'rmdir /sys/fs/cgroup/cpu/api-service 2>/dev/null || true'
}
verify() {
  on app1 'path=/sys/fs/cgroup/cpu$(sed -n "s/^[0-9]*:cpu://p" /proc/$(systemctl show -P MainPID api-service)/cgroup)/cpu.stat
    before=$(awk "/nr_throttled/{print \$2}" $path); sleep 2; [ "$(awk "/nr_throttled/{print \$2}" $path)" -gt $((before + 5)) ]'
}
