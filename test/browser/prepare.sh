#!/bin/bash
# Makes this machine (Debian, root) ready for `npm run test:browser`: installs Chromium when it is missing.
set -euo pipefail
if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null; then exit 0; fi
[ "$(id -u)" = 0 ] || { echo 'prepare.sh: Chromium is missing, and only root can install it; or set CHROMIUM to another browser' >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } >"$log" 2>&1 || { tail -20 "$log" >&2; exit 1; }
