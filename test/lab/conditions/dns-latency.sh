# about: the first name server of app1 answers after DELAY_MS (900) and ignores a share of LOSS (0) of the questions
# knobs: DELAY_MS, LOSS=1 (dead; the second server answers at once)
# symptom: slow name resolution
# host: app1
# port: 8080
# url: http://orders.lab.internal:8080/v1/items
# roots: dns-latency
# looked-at-by: root, plain

fault() {
  start_load names ip netns exec fl-ops python3 "$LAB_SOURCE/load/dnsd.py" 10.78.100.2 "${DELAY_MS:-900}" "${LOSS:-0}"
  start_load second ip netns exec fl-partner python3 "$LAB_SOURCE/load/dnsd.py" 10.78.4.2 1 0
  on app1 "sed -i 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf
    printf 'nameserver 10.78.100.2\nnameserver 10.78.4.2\noptions timeout:${TIMEOUT_S:-2} attempts:2\n' > /etc/resolv.conf"
}
clear() {
  stop_load names
  stop_load second
  on app1 "sed -i 's/^hosts:.*/hosts: files/' /etc/nsswitch.conf; : > /etc/resolv.conf"
}
verify() {
  local seconds
  seconds=$(on app1 'curl -s -o /dev/null -m 9 -w "%{time_namelookup}" http://orders.lab.internal:8080/v1/items')
  awk '{exit !($1 > 0.2)}' <<<"$seconds"
}
