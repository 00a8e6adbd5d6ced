#!/bin/bash
# bench/faults/renamed.sh [options of the bench]: every fault once more where the service listens on another port, its unit has another
# name and so has everything that the lab derives from them. Nothing in the playbooks may lean on the lab's own names. Adds to the same
# results. The lab of this checkout must be down; the renamed one is built beside it (1.7 GB) and stays for the next call.
set -euo pipefail
shopt -s inherit_errexit
port=7070
unit=checkout

source=$(readlink -f "$(dirname "$(readlink -f "$0")")/../..")
copy=/tmp/faultline-renamed
export LAB=${LAB:-/tmp/faultline-renamed-lab}
rm -rf "$copy"
mkdir "$copy"
(cd "$source" && git ls-files -z | tar --null -T - -c) | tar -x -C "$copy"
ln -s "$source/node_modules" "$source/dist" "$copy/"
cd "$copy"
grep -rIlZ -e 8080 -e api-service test/lab bench/faults/variations.ts | xargs -0 sed -i "s/\b8080\b/$port/g; s/\bapi-service\b/$unit/g"
find test/lab -depth -name '*api-service*' | while read -r path; do mv "$path" "${path%/*}/$(basename "$path" | sed "s/api-service/$unit/")"; done
test/lab/prepare.sh
trap 'test/lab/lab down' EXIT
npm run -s bench:faults -- --named "port $port, unit $unit" "$@"
