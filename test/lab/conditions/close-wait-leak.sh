# about: the API never closes its side of connections that the peer closed (port 8090)
# knobs: PER_SECOND (20)
# symptom: CLOSE_WAIT sockets grow without end
# host: app1
# port: 8090
# url: http://10.78.2.2:8090/
# roots: close-wait-leak
# also-found: fd-leak

fault() {
  api_misbehave '{"keepClosed":1}'
  start_load closers ip netns exec fl-ops python3 "$LAB_SOURCE/load/half_close.py" 10.78.2.2 8090 "${PER_SECOND:-20}"
  sleep 4
}
clear() {
  stop_load closers
  api_restart
}
verify() { eventually 10 on app1 '[ "$(ss -Hnt state close-wait | wc -l)" -gt 40 ]'; }
