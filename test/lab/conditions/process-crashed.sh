# about: the API dies of an uncaught exception and is not restarted: its unit is failed
# knobs: CRASH=logged (its own handler logs a line and exits 1) | trace (Node prints the stack) | exit (exits 3 without a word)
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: process-crashed
# also-found: listener-absent

fault() {
  local text='cannot read properties of undefined (reading id)'
  [ "${CRASH:-logged}" != exit ] || text=3
  api_misbehave "{\"crash\":\"${CRASH:-logged}\",\"text\":\"$text\"}"
}
clear() { api_restart; }
verify() { eventually 5 refused "$APP_URL" && on app1 '[ "$(systemctl is-failed api-service)" = failed ]'; }
