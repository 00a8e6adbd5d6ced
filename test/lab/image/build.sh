#!/bin/bash
# Builds the lab into $LAB from nothing: Debian packages of this machine, keys, root file system, its configuration.
# A step whose inputs have not changed is skipped. Usage: build.sh [--force]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib/all.sh"
export DEBIAN_FRONTEND=noninteractive
DONE=$LAB/.done

# What the lab's scripts call on this machine:
#   systemd-nspawn · mmdebstrap (which needs apt and the Debian keys) · ip · nsenter, unshare, setsid, flock, mount · sysctl · ssh, ssh-keygen · curl · python3
MACHINE_PACKAGES=(systemd-container mmdebstrap debian-archive-keyring ca-certificates iproute2 util-linux mount procps openssh-client curl python3)
# What the lab tests start on loopback: Prometheus with promtool, Alertmanager with amtool, PostgreSQL.
MACHINE_PACKAGES+=(prometheus prometheus-alertmanager prometheus-node-exporter postgresql)

# What the hosts have. nginx-light and nodejs are the services, the rest is what an ordinary server has at hand.
HOST_PACKAGES=systemd,systemd-sysv,dbus,openssh-server,sudo,nginx-light,nodejs,python3,iproute2,iputils-ping,procps,psmisc,net-tools,lsof
HOST_PACKAGES+=,iptables,nftables,conntrack,netcat-openbsd,curl,less,strace,tcpdump,sysstat,kmod
HOST_PACKAGES+=,prometheus-node-exporter

# step NAME DIGEST-OF-INPUTS FUNCTION
build_step() {
  local name=$1 digest=$2 function=$3 started=$SECONDS
  [ "$(cat "$DONE/$name" 2>/dev/null)" = "$digest" ] && { printf '%-10s up to date\n' "$name"; return 0; }
  rm -f "$DONE/$name"
  # Not `if ! …`: that would switch `set -e` off inside the function.
  local code=0
  ( set -e; "$function" ) >"$LAB/build-$name.log" 2>&1 </dev/null & wait $! || code=$?
  if [ "$code" != 0 ]; then
    echo "lab build: step '$name' failed; last lines of $LAB/build-$name.log:" >&2
    tail -25 "$LAB/build-$name.log" >&2
    exit 1
  fi
  echo "$digest" > "$DONE/$name"
  printf '%-10s %s s\n' "$name" $((SECONDS - started))
}

digest_of() { local path; for path in "$@"; do find "$path" -type f -print0 | sort -z | xargs -0 sha256sum; done | sha256sum | cut -c1-24; }
digest_of_text() { sha256sum <<<"$*" | cut -c1-24; }

missing_packages() {
  local package
  for package in "${MACHINE_PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
  command -v node >/dev/null || echo nodejs
}

install_packages() {
  local missing
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    timeout 300 apt-get update
    # shellcheck disable=SC2086
    timeout 900 apt-get install -y --no-install-recommends $missing
  fi
  [ -z "$(missing_packages)" ]
}

make_keys() {
  local host kind
  mkdir -p "$LAB/pki" "$LAB/hostkeys"
  chmod 700 "$LAB/pki" "$LAB/hostkeys"
  [ -f "$KEY" ] || ssh-keygen -q -t ed25519 -N '' -C faultline-lab -f "$KEY"
  : > "$KNOWN_HOSTS"
  for host in "${HOSTS[@]}"; do
    mkdir -p "$LAB/hostkeys/$host/etc/ssh"
    ssh-keygen -A -f "$LAB/hostkeys/$host"
    for kind in ed25519 ecdsa rsa; do
      local public
      public=$(cut -d' ' -f1,2 "$LAB/hostkeys/$host/etc/ssh/ssh_host_${kind}_key.pub")
      echo "$host,$(address_of "$host") $public" >> "$KNOWN_HOSTS"
      [ "$host" != app2 ] || echo "[$(address_of app2)]:2222 $public" >> "$KNOWN_HOSTS"
    done
  done
}

hosts_must_be_down() {
  local host
  for host in "${HOSTS[@]}"; do is_up "$host" && { echo "$host is up: run 'lab down' first"; return 1; }; done
  return 0
}

make_image() {
  hosts_must_be_down
  rm -rf --one-file-system "$IMAGE" "$IMAGE.new"
  rm -f "$DONE/configure"
  timeout 1200 mmdebstrap --mode=root --variant=minbase --include="$HOST_PACKAGES" bookworm "$IMAGE.new"
  mv "$IMAGE.new" "$IMAGE"
}

configure_image() {
  hosts_must_be_down
  cp -r --no-preserve=ownership "$LAB_SOURCE/image/overlay/." "$IMAGE/"
  chown -R 0:0 "$IMAGE"/etc/ssh "$IMAGE"/etc/systemd "$IMAGE"/etc/api "$IMAGE"/etc/nginx "$IMAGE"/usr/local/sbin
  chmod 755 "$IMAGE"/usr/local/sbin/{host-prepare,without-ss}
  install -D -m 600 "$LAB_SOURCE/app/server.cjs" "$IMAGE/opt/api/server.js"
  install -D -m 644 "$LAB_SOURCE/load/churn.py" "$IMAGE/opt/inventory-sync/churn.py"
  rm -f "$IMAGE"/etc/ssh/ssh_host_*
  install -d -m 700 "$IMAGE/root/.ssh"
  install -m 600 "$KEY.pub" "$IMAGE/root/.ssh/authorized_keys"
  cp "$LAB_SOURCE/image/configure.sh" "$IMAGE/tmp/configure.sh"
  timeout -k 5 120 unshare --mount --pid --ipc --fork --kill-child --propagation private -- \
    bash -c 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/bash /tmp/configure.sh' x "$IMAGE"
  rm -f "$IMAGE/tmp/configure.sh"
}

[ "$(id -u)" = 0 ] || die 'must be root'
for controller in "${CONTROLLERS[@]}" systemd unified; do
  [ -d "/sys/fs/cgroup/$controller" ] || die "/sys/fs/cgroup/$controller is missing: the lab needs the hybrid cgroup layout"
done
mkdir -p "$LAB" "$RUN" "$DONE"
chmod 700 "$RUN"
[ "${1:-}" != --force ] || rm -f "$DONE"/*

[ -z "$(missing_packages)" ] || rm -f "$DONE/packages"
[ -x "$IMAGE/usr/bin/node" ] || rm -f "$DONE/rootfs"
[ -f "$KEY" ] || rm -f "$DONE/keys"
build_step packages "$(digest_of_text "${MACHINE_PACKAGES[*]}")" install_packages
build_step keys "$(digest_of_text "$(declare -f make_keys)")" make_keys
build_step rootfs "$(digest_of_text "$HOST_PACKAGES")" make_image
build_step configure "$(digest_of "$LAB_SOURCE"/image "$LAB_SOURCE"/app "$LAB_SOURCE"/load/churn.py "$KEY.pub")" configure_image
echo "built in $LAB"
