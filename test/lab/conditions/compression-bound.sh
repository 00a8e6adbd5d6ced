# about: the gateway compresses a report of 1.5 MB for each request, at level LEVEL (9), and three clients ask for it again and again
# knobs: LEVEL; CLIENTS (3)
# symptom: CPU 100 %
# host: gw
# port: 80
# url: http://10.78.1.2/reports/year.json
# roots: compression-bound
# looked-at-by: root, faultline, plain

fault() {
  lab_weighs 16384
  on gw "mkdir -p /var/www/reports/reports
    awk 'BEGIN { srand(7); for (i = 0; i < 16000; i++) printf \"{\\\"order\\\":%d,\\\"customer\\\":\\\"c%05d\\\",\\\"city\\\":\\\"%s\\\",\\\"total\\\":%.2f,\\\"items\\\":%d}\n\",
      i, rand() * 99999, substr(\"BerlinLisbonTokyoOsloLagosQuitoHanoi\", 1 + int(rand() * 7) * 5, 5), rand() * 1000, rand() * 9 }' > /var/www/reports/reports/year.json
    printf '%s\n' 'gzip_types application/json;' 'gzip_comp_level ${LEVEL:-9};' > /etc/nginx/conf.d/compress.conf
    sed -i 's|^worker_processes .*|worker_processes 1;|' /etc/nginx/nginx.conf
    sed -i 's|^  location / {|  location /reports/ { root /var/www/reports; types { application/json json; } }\n&|' /etc/nginx/sites-available/default
    nginx -t; systemctl restart nginx"
  clients readers http://10.78.1.2/reports/year.json --workers "${CLIENTS:-3}" --timeout 20000 --keep-alive --encoding gzip
  sleep 1
}
clear() {
  lab_weighs 1024
  stop_load readers
  on gw "rm -rf /etc/nginx/conf.d/compress.conf /var/www/reports
    sed -i 's|gzip off;|gzip on;|' /etc/nginx/nginx.conf
    sed -i 's|^worker_processes .*|worker_processes auto;|' /etc/nginx/nginx.conf
    sed -i '/location .reports/d' /etc/nginx/sites-available/default; systemctl restart nginx"
}
verify() {
  on gw 'worker=$(pgrep -f "nginx: worker" | head -n 1)
    used() { awk "{ print \$14 + \$15 }" "/proc/$worker/stat"; }
    before=$(used); sleep 2; [ $(($(used) - before)) -ge 40 ]
    curl -s -o /dev/null -D - -m 8 -H "Accept-Encoding: gzip" http://127.0.0.1/reports/year.json | grep -qi "^content-encoding: gzip"'
}
