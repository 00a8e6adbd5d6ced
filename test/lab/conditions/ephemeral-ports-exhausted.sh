# about: the gateway has 64 ephemeral ports, a sync job that connects and closes 60 times a second, and no upstream keep-alive
# knobs: PORTS="40000 40063"
# symptom: cannot assign requested address
# host: gw
# port: 80
# url: http://10.78.1.2/v1/items
# roots: ephemeral-ports-exhausted
# also-found: upstream-down

fault() {
  on gw "sysctl -qw net.ipv4.ip_local_port_range='${PORTS:-40000 40063}' net.ipv4.tcp_tw_reuse=0
    sed -i 's/keepalive 32;/#keepalive 32;/; s/Connection \"\";/Connection close;/' /etc/nginx/sites-available/default
    nginx -s reload
    systemd-run -q --unit=inventory-sync --collect -p RuntimeMaxSec=$LAB_LOAD_S python3 /opt/inventory-sync/churn.py 10.78.2.2 8080 60"
  sleep 3
}
clear() {
  on gw "systemctl stop inventory-sync || true
    sysctl -qw net.ipv4.ip_local_port_range='32768 60999' net.ipv4.tcp_tw_reuse=2
    sed -i 's/#keepalive 32;/keepalive 32;/; s/Connection close;/Connection \"\";/' /etc/nginx/sites-available/default
    nginx -s reload"
}
verify() { eventually 10 on gw 'grep -q "99: Cannot assign requested address" /var/log/nginx/error.log'; }
