import type { PlannedCheck } from '../model/plan.js';
import { hostVariants } from './host-variants.js';

/** Kernel tables that can be megabytes long and slow to print: never in one process with others. */
const LARGE = /^\/proc\/(net\/(tcp|udp|unix|raw|nf_conntrack|fib_trie)|kallsyms|slabinfo|timer_list|sched_debug)/;

/**
 * Whether a check can share one `grep` with others: it only reads small kernel files, by full name, and has no other way to be made.
 * Processes are what a run costs on a saturated host (docs/decisions/0006).
 */
export function foldable(check: PlannedCheck): boolean {
  const [only, ...more] = hostVariants(check);
  if (only?.variant.kind !== 'read' || more.length > 0 || check.cost === 'heavy') return false;
  return only.variant.files.every(file => /^\/(proc|sys)\/[^*?[\]:\n]+$/.test(file) && !LARGE.test(file));
}

/** One check's share of a folded read. */
export interface FoldShare {
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

/**
 * Gives each check its own lines of a shared `grep -aH '' FILES`. Shares come in the order of `checks`; a file that two checks read is in both.
 * `cut` says that the shared output ended at its cap: then shares without a line after which others follow are cut too.
 */
export function splitFold(checks: readonly PlannedCheck[], stdout: string, stderr: string, cut: boolean): FoldShare[] {
  const filesOf = checks.map(check => hostVariants(check).flatMap(({ variant }) => (variant.kind === 'read' ? variant.files : [])));
  const owners = new Map<string, number[]>();
  for (const [index, files] of filesOf.entries()) {
    for (const file of files) owners.set(file, [...(owners.get(file) ?? []), index]);
  }
  // grep goes through the files one after the other, so that each file's lines are one stretch of the text.
  const stretches: string[][] = checks.map(() => []);
  let lastFile = '';
  for (let at = 0; at < stdout.length; ) {
    const file = stdout.slice(at, stdout.indexOf(':', at));
    const end = endOfStretch(stdout, at, `${file}:`);
    for (const owner of owners.get(file) ?? []) stretches[owner]?.push(stdout.slice(at, end));
    if (owners.has(file)) lastFile = file;
    at = end;
  }
  const order = [...owners.keys()];
  const complaints = stderr.split('\n').filter(line => line !== '');
  return checks.map((check, index) => {
    const files = filesOf[index] ?? [];
    const whole = (stretches[index] ?? []).join('');
    const kept =
      whole.length * 3 > check.capBytes && Buffer.byteLength(whole) > check.capBytes
        ? Buffer.from(whole).subarray(0, check.capBytes).toString('utf8')
        : whole;
    return {
      stdout: kept,
      stderr: complaints.filter(line => files.some(file => line.includes(`${file}:`))).join('\n'),
      truncated: kept !== whole || (cut && files.some(file => order.indexOf(file) >= order.indexOf(lastFile))),
    };
  });
}

/** Where the lines that begin with `prefix` end, from `at` on. */
function endOfStretch(text: string, at: number, prefix: string): number {
  let end = at;
  do {
    const newline = text.indexOf('\n', end);
    end = newline < 0 ? text.length : newline + 1;
  } while (end < text.length && text.startsWith(prefix, end));
  return end;
}
