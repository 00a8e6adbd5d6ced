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

# Noise that is no fault: more clients from elsewhere, a chatty log, and a batch job that takes only what nobody else wants of one CPU.
noise_load() {
  clients noise-app2 http://10.78.3.2:8080/v1/items --workers 4 --pause 50 --timeout 4000
  clients noise-app "$APP_URL" --workers 2 --pause 150 --timeout 4000
  on app1 "systemd-run -q --unit=noise-batch --collect -p RuntimeMaxSec=$LAB_LOAD_S -p Nice=19 -p CPUQuota=30% sh -c 'while :; do echo noise; sleep 0.2; head -c 4000000 /dev/zero | gzip > /dev/null; done'"
}
no_noise_load() { on app1 'systemctl -q is-active noise-batch && systemctl stop noise-batch || true'; }

# service_on HOST UNIT FILE ARGUMENTS...: a Python program of load/ as a unit of the host, until it is stopped
service_on() {
  local host=$1 unit=$2 file=$3; shift 3
  in_host "$host" sh -c "cat > /run/$file" < "$LAB_SOURCE/load/$file"
  in_host "$host" systemd-run --quiet --collect --unit="$unit" python3 -u "/run/$file" "$@"
}
no_service_on() { on "$1" "systemctl stop $2 || true; systemctl reset-failed $2 || true"; }

# database_up: PostgreSQL at the partner's, 10.78.4.2:5432, for whoever asks; its files are in memory
database_up() {
  local bin=/usr/lib/postgresql/15/bin files=/dev/shm/faultline-lab-db
  database_down
  install -d -m 700 -o postgres "$files"
  runuser -u postgres -- "$bin/initdb" -D "$files" -A trust --no-sync
  echo 'host all all 10.78.0.0/16 trust' >> "$files/pg_hba.conf"
  start_load database ip netns exec fl-partner runuser -u postgres -- "$bin/postgres" -D "$files" -c listen_addresses=10.78.4.2 \
    -c unix_socket_directories= -c fsync=off
  eventually 10 at_partner bash -c ': < /dev/tcp/10.78.4.2/5432'
}
database_down() {
  stop_load database
  sleep 0.3
  rm -rf /dev/shm/faultline-lab-db
}
