# Bounded background work on the lab's side: clients, floods. Each ends by itself after LAB_LOAD_S seconds at the latest.

export LAB_LOAD_S=${LAB_LOAD_S:-300}

# start_load NAME COMMAND...
start_load() {
  local name=$1; shift
  stop_load "$name"
  setsid timeout -k 2 "$LAB_LOAD_S" "$@" </dev/null >"$RUN/load-$name.log" 2>&1 9>&- &
  remember_process "$RUN/load-$name" $!
  disown
}

stop_load() {
  local pid
  if same_process "$RUN/load-$1"; then
    pid=$(cut -d' ' -f1 "$RUN/load-$1.pid")
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
  fi
  rm -f "$RUN/load-$1.pid"
}

stop_all_loads() {
  local file name
  for file in "$RUN"/load-*.pid; do
    [ -e "$file" ] || continue
    name=$(basename "$file" .pid)
    stop_load "${name#load-}"
  done
}

# clients NAME URL OPTIONS...: HTTP clients in the client namespace, options of load/clients.js
clients() {
  local name=$1; shift
  start_load "$name" ip netns exec fl-ops node "$LAB_SOURCE/load/clients.js" "$@"
}

# A few requests a second, as every real service has: counters move and logs have lines although nothing is wrong.
everyday_load() {
  [ "${LAB_EVERYDAY:-1}" = 1 ] || return 0
  clients everyday-gw "$GATEWAY_URL" --workers 1 --pause 250 --timeout 4000
  clients everyday-app "$APP_URL" --workers 1 --pause 400 --timeout 4000 --keep-alive
}
