# about: the API may use MEMORY (120M) and keeps 2 MB of each request: the kernel kills it (memory cgroup)
# knobs: MEMORY=120M; RESTART=always (systemd starts it again each time)
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: oom-kill
# also-found: listener-absent

fault() {
  on app1 "systemctl set-property --runtime api-service MemoryMax=${MEMORY:-120M}"
  if [ "${RESTART:-no}" = always ]; then
    on app1 'mkdir -p /run/systemd/system/api-service.service.d
      printf "[Service]\nRestart=always\n" > /run/systemd/system/api-service.service.d/restart.conf; systemctl daemon-reload'
  fi
  api_misbehave '{"keepKilobytes":2048}'
  clients greedy "$APP_URL" --workers 4 --timeout 3000
  eventually 20 on app1 'journalctl -k -q | grep -q "Memory cgroup out of memory"'
  stop_load greedy
}
clear() {
  on app1 'systemctl set-property --runtime api-service MemoryMax=infinity
    rm -rf /run/systemd/system.control/api-service.service.d /run/systemd/system/api-service.service.d; systemctl daemon-reload'
  api_restart
}
verify() { on app1 'dmesg | grep -q "Killed process.*(node)"'; }
