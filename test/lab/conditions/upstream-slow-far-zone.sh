# about: the API answers after DELAY_MS (4500) and the gateway, whose clock is set to ZONE (Asia/Kolkata), logs in local time
# knobs: DELAY_MS, ZONE
# symptom: 504 gateway timeout
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# traced-to: upstream-slow

fault() {
  on gw "ln -sf /usr/share/zoneinfo/${ZONE:-Asia/Kolkata} /etc/localtime; systemctl restart nginx"
  api_misbehave "{\"delayMs\":${DELAY_MS:-4500}}"
}
clear() {
  on gw 'ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime; systemctl restart nginx'
  api_restart
}
verify() { eventually 10 answers "$GATEWAY_URL" 504 && [ "$(on gw 'date +%z')" != +0000 ]; }
