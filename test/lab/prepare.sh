#!/bin/bash
# Makes this machine (Debian 12, root) ready for `npm run test:lab`: installs the Debian packages that are missing and builds
# the lab. Idempotent: a second run takes a second. Prints one line per step; when a step fails, the end of its log.
set -euo pipefail
lab=$(dirname "$(readlink -f "$0")")/lab

[ "$(id -u)" = 0 ] || { echo 'prepare.sh: the lab makes network namespaces and containers: run it as root' >&2; exit 1; }
[ -f /etc/debian_version ] || echo 'prepare.sh: not a Debian machine; the lab was only tried on Debian 12' >&2

target=${LAB:-${TMPDIR:-/tmp}/faultline-lab}
mkdir -p "$target"
free_megabytes=$(df -Pm "$target" | awk 'NR == 2 {print $4}')
if [ ! -e "$target/rootfs" ] && [ "$free_megabytes" -lt 1500 ]; then
  echo "prepare.sh: $target has $free_megabytes MB free, the lab needs 1500; set LAB to a folder that has" >&2
  exit 1
fi

exec "$lab" build
