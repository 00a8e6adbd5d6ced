# Hosts: systemd-nspawn containers that boot a real systemd, each with its own network, pid, mount and cgroup namespaces,
# on an overlay over the shared image (changes live in memory and are gone with the host).

CONTROLLERS=(cpu cpuacct memory blkio pids freezer cpuset)

is_up() { same_process "$RUN/$1"; }

# A pid counts only together with its start time: a reused pid is never taken for the old process, nor signalled.
remember_process() { echo "$2 $(awk '{print $22}' "/proc/$2/stat")" > "$1.pid"; }
same_process() {
  local pid start
  read -r pid start 2>/dev/null < "$1.pid" || return 1
  [ "$(awk '{print $22}' "/proc/$pid/stat" 2>/dev/null)" = "$start" ]
}

host_up() {
  is_up "$1" && return 0
  lay_out_files "$1"
  plug_in "$1"
  boot "$1"
}

lay_out_files() {
  local host=$1 tree=$RUN/hosts/$1/root
  mountpoint -q "$RUN/hosts/$host" && host_down "$host"
  mkdir -p "$RUN/hosts/$host"
  mount -t tmpfs -o size=2g flhost "$RUN/hosts/$host"
  mkdir -p "$RUN/hosts/$host"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=$IMAGE,upperdir=$RUN/hosts/$host/upper,workdir=$RUN/hosts/$host/work" "$tree"

  echo "$host" > "$tree/etc/hostname"
  printf '127.0.0.1 localhost\n10.78.1.2 gw\n10.78.2.2 app1\n10.78.3.2 app2\n' > "$tree/etc/hosts"
  : > "$tree/etc/resolv.conf"
  rm -f "$tree/etc/machine-id"
  echo "fl-$host" | md5sum | cut -c1-32 > "$tree/etc/machine-id"
  cp "$LAB/hostkeys/$host"/etc/ssh/ssh_host_* "$tree/etc/ssh/"
  chmod 600 "$tree"/etc/ssh/ssh_host_*_key

  local wants=$tree/etc/systemd/system/multi-user.target.wants
  case $host in
    gw) ln -sf /lib/systemd/system/nginx.service "$wants/nginx.service"; rm -f "$wants/api-service.service" ;;
    app2) ln -sf /etc/systemd/system/ssh-narrow.service "$wants/ssh-narrow.service" ;;
  esac
}

plug_in() {
  ip netns add "fl-$1"
  ip -n "fl-$1" link set lo up
  join_router "fl-$1" "h-$1" "10.78.${SUBNET_OF[$1]}"
}

boot() {
  local host=$1 controller
  for controller in "${CONTROLLERS[@]}" systemd unified; do mkdir -p "/sys/fs/cgroup/$controller/faultlab/$host"; done
  for file in cpuset.cpus cpuset.mems; do
    cat "/sys/fs/cgroup/cpuset/$file" > "/sys/fs/cgroup/cpuset/faultlab/$file"
    cat "/sys/fs/cgroup/cpuset/$file" > "/sys/fs/cgroup/cpuset/faultlab/$host/$file"
  done
  (
    for controller in "${CONTROLLERS[@]}" systemd unified; do
      echo "$BASHPID" > "/sys/fs/cgroup/$controller/faultlab/$host/cgroup.procs"
    done
    export SYSTEMD_NSPAWN_API_VFS_WRITABLE=yes
    exec setsid systemd-nspawn -q --directory="$RUN/hosts/$host/root" --network-namespace-path="/run/netns/fl-$host" \
      --register=no --keep-unit --boot --machine="$host" --capability=all --system-call-filter='perf_event_open bpf @debug syslog' \
      --resolv-conf=off --timezone=off --link-journal=no --console=read-only </dev/null >"$RUN/$host.console" 2>&1 9>&-
  ) &
  remember_process "$RUN/$host" $!
  disown
  eventually 20 ssh_answers "$host" || { tail -20 "$RUN/$host.console" >&2; die "$host did not boot, see $RUN/$host.console"; }
  # PID 1 looks once for the controllers it may use, and when it did they were still read-only.
  on "$host" 'systemctl daemon-reexec'
}

ssh_answers() { timeout 2 bash -c "exec 3<>/dev/tcp/$(address_of "$1")/22 && read -r -t 2 -u 3 line"; }

shut_down() {
  local host=$1 pid
  is_up "$host" || return 0
  pid=$(cut -d' ' -f1 "$RUN/$host.pid")
  kill -TERM "$pid"
  eventually 12 not is_up "$host" || kill -KILL "$pid"
  eventually 3 not is_up "$host" || true
  rm -f "$RUN/$host.pid"
}
not() { ! "$@"; }

host_reboot() { shut_down "$1"; boot "$1"; }   # the files stay

host_down() {
  local host=$1 controller
  shut_down "$host"
  umount "$RUN/hosts/$host/root" 2>/dev/null
  umount "$RUN/hosts/$host" 2>/dev/null
  ip netns del "fl-$host" 2>/dev/null
  ip -n fl-rt link del "h-$host" 2>/dev/null
  for controller in "${CONTROLLERS[@]}" systemd unified; do remove_cgroup "/sys/fs/cgroup/$controller/faultlab/$host"; done
  return 0
}

remove_cgroup() { [ -d "$1" ] && find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null; return 0; }

# in_host HOST COMMAND...: the lab's own hand, through the namespaces; leaves nothing in the host's SSH log
in_host() {
  local host=$1; shift
  nsenter -t "$(first_process_of "$host")" -m -u -i -n -p -C -r -w -- "$@"
}
on() { local host=$1; shift; in_host "$host" bash -eu -c "$*" </dev/null; }   # on HOST 'SHELL TEXT'

first_process_of() {
  local pid
  is_up "$1" || die "$1 is not up"
  pid=$(cut -d' ' -f1 "$RUN/$1.pid")
  cat "/proc/$pid"/task/*/children | tr ' ' '\n' | head -1
}

# by_hand HOST 'SHELL TEXT': as an engineer at a shell would, so that processes it leaves behind belong to no unit of theirs
by_hand() {
  local host=$1; shift
  ssh -F "$LAB/ssh_config" -o ControlMaster=no -o ControlPath=none "$host" "$*" </dev/null
}

api_ready() { on "$1" 'for try in $(seq 80); do curl -sf -m1 localhost:8080/healthz >/dev/null && exit 0; sleep 0.1; done; exit 1'; }
api_restart() { on "${1:-app1}" 'systemctl restart api-service'; api_ready "${1:-app1}"; }
api_set() { on app1 "sed -i '/^$1=/d' /etc/api/api.env; echo '$1=$2' >> /etc/api/api.env"; }
api_pid() { on app1 'systemctl show -P MainPID api-service'; }

# api_misbehave JSON: switches a fault of the app over its control socket, so that it starts at once and no file gives it away
api_misbehave() { in_host app1 curl -sf --max-time 5 --unix-socket /run/api/ctl.sock -d "$1" http://app/ >/dev/null; }

# api_misbehave_always JSON: from its next start on, as a service does whose code is the fault
api_misbehave_always() {
  in_host app1 sh -c 'cat > /run/api-misbehaves.json' <<<"$1"
  in_host app1 sh -c 'mkdir -p /run/systemd/system/api-service.service.d; cat > /run/systemd/system/api-service.service.d/misbehave.conf; systemctl daemon-reload' <<'EOF'
[Service]
ExecStartPost=+/usr/bin/curl -sf --retry 20 --retry-delay 1 --retry-all-errors --unix-socket /run/api/ctl.sock -d @/run/api-misbehaves.json http://app/
EOF
}
api_misbehave_no_more() {
  on app1 'rm -rf /run/systemd/system/api-service.service.d/misbehave.conf /run/api-misbehaves.json
    rmdir /run/systemd/system/api-service.service.d 2>/dev/null || true; systemctl daemon-reload'
}

# What earlier conditions left behind would be evidence: logs, kernel messages and units' memory of failures are wiped.
forget_the_past() {
  local host
  for host in "${HOSTS[@]}"; do
    on "$host" 'journalctl -q --rotate; journalctl -q --vacuum-time=1s 2>/dev/null; dmesg -C; systemctl reset-failed'
  done
  on gw 'truncate -s 0 /var/log/nginx/error.log /var/log/nginx/access.log; systemctl restart nginx'
  api_restart app1
  api_restart app2
}

all_healthy() {
  eventually 15 answers "$GATEWAY_URL" 200 && eventually 5 answers "$APP_URL" 200 && api_ready app2
}

# files_service PORT [NAME=VALUE...]: app/files.cjs on app1 as the unit files-service, which no image knows; `files_service_gone` takes it away
files_service() {
  local port=$1 setting settings=(); shift
  for setting in "PORT=$port" "$@"; do settings+=("--setenv=$setting"); done
  install -m 644 "$LAB_SOURCE/app/files.cjs" "$RUN/hosts/app1/root/opt/api/files.cjs"
  on app1 "systemctl stop files-service 2>/dev/null || true
    systemd-run -q --unit=files-service --collect -p RuntimeMaxSec=900 ${settings[*]} node /opt/api/files.cjs"
  eventually 10 from_client curl -sf -m 2 -o /dev/null "http://10.78.2.2:$port/"
}
files_service_gone() { on app1 'systemctl stop files-service 2>/dev/null || true; rm -f /opt/api/files.cjs'; }

# lab_weighs SHARES: CPU time of all hosts of the lab against everything else on this machine, whose other work must not starve them; 1024 is usual
lab_weighs() { echo "$1" > /sys/fs/cgroup/cpu/faultlab/cpu.shares; }
