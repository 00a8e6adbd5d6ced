# about: a rule on app1 drops LOSS (15 %) of what comes in on lo
# knobs: LOSS
# symptom: packet loss on loopback
# looked-at-by: root, faultline
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: loopback-loss

fault() { on app1 "iptables -A INPUT -i lo -m statistic --mode random --probability ${LOSS:-0.15} -j DROP"; }
clear() { on app1 'iptables -F INPUT'; }
verify() { on app1 'ping -q -c 80 -i 0.02 -W 1 127.0.0.1' | grep -qE ' [1-9][0-9.]*% packet loss'; }
