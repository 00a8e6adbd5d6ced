# Names, addresses and places that every part of the lab shares. Everything built and all state lives in $LAB.

LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LAB=${LAB:-${TMPDIR:-/tmp}/faultline-lab}
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL=C.UTF-8

IMAGE=$LAB/rootfs         # the root file system that all hosts share, read-only under an overlay
RUN=$LAB/state           # pids, consoles, overlays of the running hosts
KEY=$LAB/pki/id_ed25519   # the login key
KNOWN_HOSTS=$LAB/known_hosts

HOSTS=(gw app1 app2)
USERS=(root faultline plain noss)
declare -A SUBNET_OF=([gw]=1 [app1]=2 [app2]=3 [partner]=4)

address_of() { echo "10.78.${SUBNET_OF[$1]}.2"; }

GATEWAY_URL=http://10.78.1.2/v1/items
APP_URL=http://10.78.2.2:8080/v1/items

say() { echo "[$(date +%T)] $*" >&2; }
die() { echo "lab: $*" >&2; exit 1; }

# eventually SECONDS COMMAND...: tries again until COMMAND succeeds or the time is over
eventually() {
  local deadline=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
