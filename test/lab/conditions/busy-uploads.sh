# about: nothing is broken; three clients upload as fast as they can to a service on port 8082 that reads all of it
# symptom: uploads hang
# host: app1
# port: 8082
# url: http://10.78.2.2:8082/

fault() {
  files_service 8082
  start_load uploads ip netns exec fl-ops python3 "$LAB_SOURCE/load/uploads.py" 10.78.2.2 8082 4000000000 3
  sleep 1
}
clear() {
  stop_load uploads
  files_service_gone
}
verify() { on app1 'ss -Htn state established "sport = :8082"' | grep -q 10.78.100.2; }
