# about: someone's nc holds 0.0.0.0:8080 and closes every connection; the API could not bind, its unit is failed; the gateway answers 502
# symptom: bad gateway
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: bind-conflict@app1
# also-found: upstream-down

source "$LAB_SOURCE/conditions/bind-conflict.sh"
SQUAT='nc -lkN 0.0.0.0 8080'
verify() { eventually 5 answers "$GATEWAY_URL" 502 && on app1 'systemctl is-failed -q api-service'; }
