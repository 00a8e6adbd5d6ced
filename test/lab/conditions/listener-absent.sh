# about: a service that someone once started by hand on app1:8070 is gone: killed without a word, known to no unit
# truth: the port is closed; why can't be seen from anything on the host
# symptom: connection refused
# host: app1
# port: 8070
# url: http://10.78.2.2:8070/
# traced-to: listener-absent

fault() {
  by_hand app1 'setsid nohup python3 -m http.server --directory /srv 8070 </dev/null >/dev/null 2>&1 & sleep 0.5'
  eventually 8 answers http://10.78.2.2:8070/ 200
  on app1 'pkill -KILL -f "[h]ttp.server.*8070"'
}
clear() { on app1 'pkill -KILL -f "[h]ttp.server.*8070" || true'; }
verify() { eventually 5 refused http://10.78.2.2:8070/; }
