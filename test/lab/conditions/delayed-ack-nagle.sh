# about: a service on port 8082 writes each answer in three small pieces, with Nagle's algorithm on
# symptom: 40 ms more on every request
# looked-at-by: root, faultline
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/
# roots: delayed-ack-nagle

fault() { files_service 8082 PIECES=1; }
clear() { files_service_gone; }
verify() {
  on app1 'curl -s -w "%{time_total}\n" $(for i in $(seq 12); do echo "-o /dev/null http://127.0.0.1:8082/"; done)' | awk '$1 > 0.03 { late++ } END { exit !(late > 4) }'
}
