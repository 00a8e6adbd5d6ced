# step.sh NAME FUNCTION: runs one function of one condition. A command that fails ends it: no fault is put in by halves unnoticed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/all.sh"
source "$(condition_file "$1")"
"$2"
