# about: the API's descriptor limit was lowered to NOFILE (45) while it runs; it closes new connections at once and logs nothing
# knobs: NOFILE; HARD (the hard limit, NOFILE: only a process with CAP_SYS_RESOURCE can raise it again)
# symptom: too many open files
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: fd-limit

fault() {
  on app1 "prlimit --pid \$(systemctl show -P MainPID api-service) --nofile=${NOFILE:-45}:${HARD:-${NOFILE:-45}}"
  api_misbehave '{"delayMs":300}' || true
  clients crowd "$APP_URL" --workers 60 --timeout 3000 --keep-alive --pause 20
}
clear() {
  stop_load crowd
  api_restart
}
verify() {
  eventually 10 on app1 "pid=\$(systemctl show -P MainPID api-service); [ \$(ls /proc/\$pid/fd | wc -l) -ge $((${NOFILE:-45} - 1)) ]"
}
