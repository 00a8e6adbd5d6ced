# about: a service on port 8082 reads what is uploaded to it at READ_BYTES_S (16 kB/s), while three clients could send far more
# knobs: READ_BYTES_S
# symptom: uploads hang
# looked-at-by: root, faultline
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/
# roots: zero-window

fault() {
  files_service 8082 "READ_BYTES_S=${READ_BYTES_S:-16384}"
  start_load uploads ip netns exec fl-ops python3 "$LAB_SOURCE/load/uploads.py" 10.78.2.2 8082 40000000 3
  sleep 2
}
clear() {
  stop_load uploads
  files_service_gone
}
verify() { on app1 'ss -Htn state established "sport = :8082"' | awk '$1 > 20000 { full++ } END { exit !full }'; }
