# about: nginx's workers may open NOFILE (16) descriptors and serve 60 clients
# knobs: NOFILE
# symptom: too many open files
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: fd-limit

fault() {
  on gw "sed -i '1i worker_rlimit_nofile ${NOFILE:-16};' /etc/nginx/nginx.conf; systemctl restart nginx"
  api_misbehave '{"delayMs":300}'
  clients crowd "$GATEWAY_URL" --workers 60 --timeout 3000 --keep-alive --pause 20
}
clear() {
  stop_load crowd
  on gw "sed -i '/^worker_rlimit_nofile/d' /etc/nginx/nginx.conf; systemctl restart nginx"
  api_restart
}
verify() { eventually 10 on gw 'grep -q "24: Too many open files" /var/log/nginx/error.log'; }
