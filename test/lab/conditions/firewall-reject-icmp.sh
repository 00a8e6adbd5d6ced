# about: an iptables rule on app1 rejects what comes in for port 8080, with ICMP port unreachable
# symptom: connection refused
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: firewall-reject

source "$LAB_SOURCE/conditions/firewall-reject.sh"
REJECT=icmp-port-unreachable
