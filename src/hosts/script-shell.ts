/**
 * The fixed part of the script that runs on a host: POSIX sh for dash, busybox sh and bash. It is handed to `/bin/sh` on stdin inside one
 * function that the last line calls, so that a script cut off on its way does nothing. What is measured and why: docs/decisions/0006.
 * Not used on purpose: `renice` (starves the run on a saturated host), `ulimit -f 0` (breaks sudo and does not prevent writing),
 * temporary files, `wait -n`, `local`, `$'…'`.
 *
 * Frames are lines `<nonce> <kind> …`. Each lane gathers them and hands them over before it runs the next command, as one `%s` of a builtin printf
 * of less than PIPE_BUF (4096) bytes: one write, so that lanes cannot interleave, and few packets, since these are what a visit costs the bot.
 *   B version mode uptime epoch uid slowdown       the run begins; mode b = base64, x = hex
 *   S errand.look uptime                              work on an errand begins
 *   M errand.look.check                               a folded check has no readable file
 *   o|e errand.look.variant text                      stdout, stderr of an attempt, encoded
 *   X errand.look.variant from to                     an attempt ended
 *   E errand.look ok|late|busy uptime                 work on an errand ended; late: no time was left; busy: too dear for a saturated host
 *   Z swept                                        the run ended; how many processes had to be killed
 *   F why                                          the host lacks what the run needs
 * FAULTLINE_UID in the environment tells the texts of checks who looks.
 * The stdout of an attempt ends in a trailer of 7 bytes: newline, exit status in three digits, KKK when the check documents that status and
 * BBB when not. Three equal letters make the end of the base64 text independent of its alignment, so that the shell can see it too.
 */
export const TRAILER = /\n(\d{3})(?:KKK|BBB)$/;
export const TRAILER_BYTES = 7;

/** Most bytes of stderr that are kept of one attempt. In hex this stays below PIPE_BUF (4096) as well. */
export const STDERR_BYTES = 2048;

/** Everything before the checks. Expects N (nonce), R (run id), TOTAL (seconds), W (window in 1/100 s) to be set. */
export const SHELL_HEAD = `
LC_ALL=C LANG=C TZ=UTC PAGER=cat SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 SYSTEMD_URLIFY=0 TERM=dumb
export PATH LC_ALL LANG TZ PAGER SYSTEMD_PAGER SYSTEMD_COLORS SYSTEMD_URLIFY TERM
unset ENV BASH_ENV CDPATH LS_COLORS GREP_OPTIONS
ulimit -c 0 2>/dev/null
NL='
' B=
lacks(){ printf '\\n%s F %s\\n' "$N" "$1"; exit 3; }
G=
case $(timeout --version 2>&1) in
*coreutils*) TO='timeout -k 1' RT=timeout ;;
*) command -v setsid >/dev/null 2>&1 && G=setsid
 if timeout -k 1 5 true 2>/dev/null; then TO='timeout -k 1' RT=timeout
 elif timeout 5 true 2>/dev/null; then TO=timeout RT=timeout
 elif timeout -t 5 true 2>/dev/null; then TO='timeout -t' RT='timeout -t'
 else lacks timeout; fi ;;
esac
if base64 -w 3800 </dev/null >/dev/null 2>&1; then E='base64 -w 3800' M=b
elif base64 </dev/null >/dev/null 2>&1; then E=base64 M=b
elif od -An -v -tx1 </dev/null >/dev/null 2>&1; then E='od -An -v -tx1' M=x
else lacks base64; fi
if grep -aq . /proc/uptime 2>/dev/null; then GA=-a; else GA=; fi
read -r U _ </proc/uptime || lacks /proc
DL=$(( \${U%.*} + TOTAL ))
UI=-1; while read -r k v _; do case $k in Uid:) UI=$v; break ;; esac; done </proc/self/status
[ "$UI" -ge 0 ] && export FAULTLINE_UID="$UI"
l=0; read -r l _ 2>/dev/null </proc/loadavg; l=\${l%.*}
c=0; read -r c 2>/dev/null </sys/devices/system/cpu/online; c=\${c##*-} c=\${c##*,}
X=1; [ "$l" -ge $(( 2 * (c + 1) )) ] && X=2; [ "$l" -ge $(( 8 * (c + 1) )) ] && X=3
printf '\\n%s B 1 %s %s %s %s %s\\n' "$N" "$M" "$U" "$(date +%s)" "$UI" "$X"
has(){ for g do case $g in */*) [ -x "$g" ] || return 1 ;; *) command -v "$g" >/dev/null 2>&1 || return 1 ;; esac; done; }
rd(){ for g do [ -r "$g" ] && return 0; done; return 1; }
out(){ [ $(( \${#B} + \${#1} )) -gt 3950 ] && fl; B=$B$N' '$1$NL; }
fl(){ [ -n "$B" ] && printf '%s' "$B"; B=; }
no(){ out "M $1"; }
ck(){
 read -r a _ </proc/uptime
 [ "\${a%.*}" -ge "$DL" ] && { out "E $1 late $a"; return 1; }
 [ "$2" = heavy ] && [ "$X" -ge 3 ] && { out "E $1 busy $a"; return 1; }
 out "S $1 $a"
}
fin(){ read -r b _ </proc/uptime; out "E $1 ok $b"; }
at(){
 fl
 i=$1 t=$(( $2 * X )) c=$3 k=$4; shift 4
 read -r a _ </proc/uptime
 f=$( { e=$( { { (
    DIAGCMD=$R $G $TO $t "$@" & p=$!; wait $p; r=$?; kill -KILL -$p 2>/dev/null
    case " $k " in *" $r "*) s=KKK ;; *) s=BBB ;; esac; printf '\\n%03d%s' $r $s
   ) 2>&4 3>&- 4>&- & } | $RT $((t + 2)) head -c $c 2>/dev/null 3>&- 4>&- | $E >&3 2>/dev/null 4>&-
  } 4>&1 | $RT $((t + 2)) head -c 2048 2>/dev/null 3>&- ); [ -z "$e" ] || e=$(printf "%s\\n" "$e" | $E); printf '.\\n%s\\n' "$e"; } 3>&1 )
 read -r b _ </proc/uptime
 w=o j= q= IFS=$NL; set -f
 for l in $f; do case $l in
  .) w=e ;;
  *) out "$w $i $l"; [ $w = o ] && q=$j$l j=$l ;;
 esac; done
 set +f; unset IFS
 out "X $i $a $b"
 case $q in '' | ??????????== | ' '??' '??' '??' '??' '??' '??' '??) return 1 ;; *S0tL | *Sw== | *S0s= | *' 4b') return 0 ;; esac
 [ "\${#f}" -ge $(( c * 4 / 3 )) ]
}
now(){ read -r u _ </proc/uptime; u=\${u%.*}\${u#*.}; }
wb(){ now; z=$(( u + W )); }
wt(){
 fl; now; [ $((z - u)) -ge $((W / 2)) ] || z=$(( u + W / 2 ))
 while :; do
  now; d=$(( z - u ))
  [ $d -le 0 ] && return
  s=$((d / 100)) d=$((d % 100)); [ $d -lt 10 ] && d=0$d
  sleep $s.$d || sleep $((s + 1))
 done
}
me(){ read -r ME _ </proc/self/stat; }
sweep(){
 n=0 y=0; me
 while [ $y -lt 8 ]; do
  c=0
  for p in $(grep -l $GA -s "$@" /proc/[0-9]*/environ); do
   p=\${p#/proc/} p=\${p%/environ}
   [ "$p" = "$ME" ] || [ "$p" = $$ ] || { kill -KILL "$p" && c=$((c + 1)); }
  done
  n=$((n + c)); [ $c -eq 0 ] && return; y=$((y + 1))
 done
}
( trap '' TERM; while read -r _ <&9; do :; done; kill -TERM -$$; sweep -e "DIAGCMD=$R" -e "DIAGRUN=$R"; kill -KILL $$; kill -KILL -$$ ) >/dev/null 2>&1 & D=$!
( trap 'kill $s; exit 0' TERM; sleep "$TOTAL" & s=$!; wait $s; sweep -e "DIAGCMD=$R" ) >/dev/null 2>&1 9<&- & S=$!
exec 9<&-
P=
`;

/** Everything after the checks. */
export const SHELL_TAIL = `
wait $P
kill -TERM $D $S 2>/dev/null; kill -KILL $D 2>/dev/null
sweep -e "DIAGCMD=$R" 2>/dev/null
printf '%s Z %s\\n' "$N" "$n"
exit 0
`;
