import type { PlannedCheck } from '../model/plan.js';
import { type BatchScript, type Errand, randomMark, sampleOf } from './batch-script.js';
import { hostVariants } from './host-variants.js';
import { quoteGlob } from './quote.js';

/** Bytes of text in one frame. */
const PIECE = 1500;
/** The trailer of an attempt that went well (script-shell.ts), as an `o` frame carries it. */
const OK_TRAILER = Buffer.from('\n000KKK').toString('base64');

/**
 * A script for a host that cannot start any further process: the shell reads files with its own `read` and prints them with its own `printf`,
 * without a single fork. Only `read` variants can be made this way. There is no `sleep` without a process either, so the script asks the bot
 * to time the window: it prints a W frame and waits for a line on stdin. Frames are those of script-shell.ts, and
 *   c|r errand.look.variant text     a piece of a line; r ends the line
 */
export function buildZeroForkScript(checks: readonly PlannedCheck[], totalSeconds: number): BatchScript {
  const nonce = randomMark();
  const errands = checks
    .filter(check => hostVariants(check).some(({ variant }) => variant.kind === 'read'))
    .map((check): Errand => ({ kind: 'check', check }));
  const numbered = errands.map((errand, index) => ({ errand, index }));
  const twice = numbered.filter(({ errand }) => sampleOf(errand) === 'twice');
  const text = [
    'faultline(){\nexec 9<&0 </dev/null\nLC_ALL=C\n',
    `N=${nonce}\n`,
    SHELL,
    ...numbered.map(({ errand, index }) => lookText(errand, index, 0)),
    ...(twice.length === 0 ? [] : [`printf '%s W\\n' "$N"\nread -r _ <&9 || exit 1\n`]),
    ...twice.map(({ errand, index }) => lookText(errand, index, 1)),
    `printf '%s Z 0\\n' "$N"\nexit 0\n}\nfaultline\n`,
  ].join('');
  return { text, nonce, runId: randomMark(), errands, totalSeconds };
}

const SHELL = `
Q='${'?'.repeat(PIECE)}'
read -r U _ </proc/uptime || exit 3
UI=-1; while read -r k v _; do case $k in Uid:) UI=$v; break ;; esac; done </proc/self/status
BT=0; while read -r k v _; do case $k in btime) BT=$v; break ;; esac; done </proc/stat
printf '\\n%s B 1 b %s %s %s 1\\n' "$N" "$U" "$(( BT + \${U%.*} ))" "$UI"
rd(){ for g do [ -r "$g" ] && return 0; done; return 1; }
up(){ read -r a _ </proc/uptime; }
gv(){
 i=$1 c=$2; shift 2; up; b=$a
 for g do
  [ -r "$g" ] && while IFS= read -r l || [ -n "$l" ]; do
   l=$g:$l c=$(( c - \${#l} - 1 ))
   while [ "\${#l}" -gt ${PIECE} ]; do t=\${l#$Q}; printf '%s c %s %s\\n' "$N" "$i" "\${l%"$t"}"; l=$t; done
   printf '%s r %s %s\\n' "$N" "$i" "$l"
   [ "$c" -lt 0 ] && break 2
  done 2>/dev/null <"$g"
 done
 printf '%s o %s ${OK_TRAILER}\\n' "$N" "$i"
 up; printf '%s X %s %s %s\\n' "$N" "$i" "$b" "$a"
}
`;

function lookText(errand: Errand, index: number, look: 0 | 1): string {
  if (errand.kind !== 'check') return '';
  const id = `${index}.${look}`;
  const tries = hostVariants(errand.check).flatMap(({ index: place, variant }) => {
    if (variant.kind !== 'read') return [];
    const files = variant.files.map(quoteGlob).join(' ');
    return [`if rd ${files}; then gv ${id}.${place} ${errand.check.capBytes} ${files}\n`];
  });
  return `up; printf '%s S ${id} %s\\n' "$N" "$a"\n${tries.join('else ')}fi\nup; printf '%s E ${id} ok %s\\n' "$N" "$a"\n`;
}
