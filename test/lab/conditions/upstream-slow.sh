# about: the API answers after DELAY_MS (4500) for no reason that can be seen on its host; the gateway waits 3 s
# knobs: DELAY_MS
# symptom: 504 gateway timeout
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# traced-to: upstream-slow

fault() { api_misbehave "{\"delayMs\":${DELAY_MS:-4500}}"; }
clear() { api_restart; }
verify() { eventually 10 answers "$GATEWAY_URL" 504; }
