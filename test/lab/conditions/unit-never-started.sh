# about: the API's unit is disabled; app1 was rebooted since (a real reboot of systemd), and nobody started it: no log of it in this boot
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: unit-stopped

fault() {
  on app1 'systemctl disable -q --now api-service; rm -rf /var/log/journal/*'
  host_reboot app1
}
clear() {
  on app1 'systemctl enable -q api-service'
  api_restart
}
verify() { refused "$APP_URL" && on app1 '[ "$(systemctl is-enabled api-service)" = disabled ]'; }
