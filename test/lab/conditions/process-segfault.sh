# about: the API dies of a segmentation fault (its stack limit was lowered, it recurses past the end)
# truth: only the unit says so (status=11/SEGV): Node handles SIGSEGV itself, so the kernel logs no "segfault at"
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: process-crashed
# also-found: listener-absent

fault() {
  on app1 'prlimit --pid $(systemctl show -P MainPID api-service) --stack=262144:262144'
  api_misbehave '{"crash":"recurse"}'
}
clear() { api_restart; }
verify() { eventually 8 refused "$APP_URL" && on app1 'systemctl status api-service | grep -q status=11/SEGV'; }
