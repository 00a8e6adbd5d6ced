# A condition is a file in conditions/: a header of `# key: value` lines (see README.md) and the functions
# `fault` (break it), `clear` (take it back) and `verify` (succeeds when the evidence is really there). `A+B` is two of them at once.

condition_names() { local file; for file in "$LAB_SOURCE"/conditions/*.sh; do basename "$file" .sh; done; }
condition_file() { echo "$LAB_SOURCE/conditions/$1.sh"; }

header() { sed -n "s/^# $2: *//p" "$(condition_file "$1")" | head -1; }   # header NAME KEY

known_condition() {
  local part
  [[ $1 =~ ^[a-z0-9-]+(\+[a-z0-9-]+)*$ ]] || die "no condition '$1'; 'lab list' shows them"
  for part in ${1//+/ }; do [ -f "$(condition_file "$part")" ] || die "no condition '$part'; 'lab list' shows them"; done
}

active_condition() { cat "$RUN/active" 2>/dev/null || true; }

# step NAME FUNCTION SECONDS: one function of a condition, in its own shell, with a time limit
step() {
  local name=$1 function=$2 seconds=$3 code=0 log=$RUN/step-$1-$2.log
  timeout -k 5 "$seconds" bash "$LAB_SOURCE/lib/step.sh" "$name" "$function" >"$log" 2>&1 </dev/null || code=$?
  [ "$code" = 0 ] && return 0
  echo "lab: '$function' of $name failed (exit $code, limit $seconds s); last lines of $log:" >&2
  tail -5 "$log" >&2
  return 1
}

put_in() {
  local name=$1 part
  echo "$name" > "$RUN/active"
  if [ "${LAB_KEEP_HISTORY:-0}" != 1 ]; then forget_the_past || return 1; fi
  everyday_load
  [ "${LAB_NOISE:-0}" != 1 ] || noise_load
  for part in ${name//+/ }; do step "$part" fault 120 || return 1; done
  sleep "${LAB_SETTLE:-2}"
  for part in ${name//+/ }; do
    step "$part" verify 30 || { echo "lab: $name: the evidence of $part is not there" >&2; return 1; }
  done
}

take_out() {
  local name=$1 code=0 part
  stop_all_loads
  no_noise_load
  # The last that came goes first: what it changed may stand on what the first did.
  for part in $(tr + '\n' <<<"$name" | tac); do step "$part" clear 120 || code=1; done
  rm -f "$RUN/active"
  all_healthy || { echo "lab: $name was taken out, but the hosts are not healthy" >&2; code=1; }
  return "$code"
}
