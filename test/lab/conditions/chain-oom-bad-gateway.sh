# about: the kernel kills the API on app1 (as oom-kill); the gateway answers 502; the symptom is typed at the gateway
# truth: oom-kill@app1 -> listener-absent@app1 -> upstream-down@gw
# symptom: bad gateway
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: oom-kill@app1
# chain: oom-kill@app1 -> listener-absent@app1 -> upstream-down@gw
# also-found: listener-absent, upstream-down

source "$LAB_SOURCE/conditions/oom-kill.sh"
verify() { on app1 'dmesg | grep -q "Killed process.*(node)"' && eventually 5 answers "$GATEWAY_URL" 502; }
