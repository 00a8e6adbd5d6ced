import type { Attempt, CheckRun, HostTrouble, Look } from '../model/capture.js';
import type { PlannedCheck } from '../model/plan.js';
import { type BatchScript, type Errand, errandCap, errandChecks, errandTimeout, sampleOf } from './batch-script.js';
import type { WireAttempt, WireRun } from './frames.js';
import { commandText, type HostVariant, hostVariants } from './host-variants.js';
import { splitFold } from './read-fold.js';
import { TRAILER, TRAILER_BYTES } from './script-shell.js';

/** How a shell or a command says that the kernel gave it no further process. */
export const FORK_FAILED = /cannot fork|can't fork|fork: |fork system call failed|Resource temporarily unavailable/i;

const KILLED_BY_TIMEOUT = [124, 137, 143];
/** Timers and /proc/uptime are this coarse, in seconds. */
const SLACK = 0.1;

/** Why a look that was made gives no answer: the host could not start the command, or did not say soundly when it ran. */
type Unanswered = 'no-fork' | 'no-times';

/** Whether the host left out or garbled what every answer of it rests on: its clock, or the times of an attempt that it says has ended. */
export function isUnsound(wire: WireRun): boolean {
  return (
    wire.begin === undefined || [...wire.attempts].some(([id, { to }]) => to === undefined && wire.ended.has(id.replace(/\.\d+$/, '')))
  );
}

/** Reads what came over the wire as runs of the plan's checks. Checks that were not answered are absent. */
export function readRuns(script: BatchScript, wire: WireRun, overdue: boolean): Map<string, CheckRun> {
  const killedAt = (wire.begin?.uptime ?? Number.POSITIVE_INFINITY) + script.totalSeconds;
  const runs = new Map<string, CheckRun>();
  for (const [index, errand] of script.errands.entries()) {
    // What each look at the errand gave, by member; an errand that is no fold has one.
    const tried = (sampleOf(errand) === 'twice' ? [0, 1] : [0]).map(look => {
      const id = `${index}.${look}`;
      if (errand.kind === 'fold') return foldAttempts(errand, id, wire, killedAt);
      const attempts = checkAttempts(errand, id, wire, killedAt);
      return typeof attempts === 'string' ? attempts : [attempts];
    });
    for (const [member, check] of errandChecks(errand).entries()) {
      const run = readCheck(
        errand,
        index,
        check,
        tried.map(look => (typeof look === 'string' ? look : (look[member] ?? []))),
        wire,
        overdue,
      );
      if (run !== undefined) runs.set(check.key, run);
    }
  }
  return runs;
}

function readCheck(
  errand: Errand,
  index: number,
  check: PlannedCheck,
  tried: readonly (readonly Attempt[] | Unanswered)[],
  wire: WireRun,
  overdue: boolean,
): CheckRun | undefined {
  const looks: Look[] = [];
  for (const [look, own] of tried.entries()) {
    const id = `${index}.${look}`;
    const ended = wire.ended.get(id);
    if (ended === 'late' || ended === 'busy') return notRun(check, ended);
    if (typeof own === 'string') return undefined;
    if (ended === undefined && !(overdue && wire.started.has(id))) return undefined;
    const attempts = ended === undefined ? [...own, hungAttempt(errand, id, check, own.length, wire)] : own;
    if (attempts.length > 0) looks.push({ attempts });
    else if (look === 0) return missing(check);
    // A first look that failed is not repeated: there is nothing to compare with.
  }
  const [first, ...more] = looks;
  return first === undefined ? missing(check) : { kind: 'ran', key: check.key, looks: [first, ...more] };
}

function notRun(check: PlannedCheck, why: 'late' | 'busy'): CheckRun {
  return why === 'late'
    ? {
        kind: 'not-run',
        key: check.key,
        reason: 'skipped',
        detail: 'the time for this visit was used up before its turn came',
        hint: 'other checks hung or the host is very slow; run it again, or run this command by hand',
      }
    : {
        kind: 'not-run',
        key: check.key,
        reason: 'skipped',
        detail: 'left out because it is costly and the host is saturated (load of more than 8 per core)',
        hint: 'run the command by hand when you can afford it',
      };
}

function missing(check: PlannedCheck): CheckRun {
  const lacking = hostVariants(check).map(({ variant }) => needsOf(variant));
  return {
    kind: 'not-run',
    key: check.key,
    reason: 'missing',
    detail: `not there or not readable on this host: ${lacking.join('; ')}`,
    hint: '',
  };
}

function needsOf(variant: HostVariant): string {
  switch (variant.kind) {
    case 'run':
      return variant.argv[0];
    case 'read':
      return variant.files.join(' ');
    case 'sh':
      return variant.needs.join(' and ');
  }
}

function checkAttempts(errand: Errand & { kind: 'check' }, id: string, wire: WireRun, killedAt: number): Attempt[] | Unanswered {
  const attempts: Attempt[] = [];
  for (const { index, variant } of hostVariants(errand.check)) {
    const raw = wire.attempts.get(`${id}.${index}`);
    if (raw === undefined) continue;
    if (raw.to === undefined) {
      if (wire.ended.has(id)) return 'no-times';
      continue;
    }
    const ended = endOf(errand, raw, wire, killedAt);
    if (ended === 'no-fork') return 'no-fork';
    const exit = variant.kind === 'read' ? readExit(ended) : ended.exit;
    attempts.push({ ...ended, exit, variant: index, command: commandText(variant) });
  }
  return attempts;
}

function foldAttempts(errand: Errand & { kind: 'fold' }, id: string, wire: WireRun, killedAt: number): readonly Attempt[][] | Unanswered {
  const raw = wire.attempts.get(`${id}.0`);
  if (raw?.to === undefined) return raw !== undefined && wire.ended.has(id) ? 'no-times' : errand.checks.map(() => []);
  const ended = endOf(errand, raw, wire, killedAt);
  if (ended === 'no-fork') return 'no-fork';
  return splitFold(errand.checks, ended.stdout, ended.stderr, ended.truncated).map((share, member) => {
    const check = errand.checks[member];
    const only = check && hostVariants(check)[0];
    if (only === undefined || wire.absent.has(`${id}.${member}`)) return [];
    const own = { ...ended, ...share };
    return [{ ...own, exit: readExit(own), variant: only.index, command: commandText(only.variant) }];
  });
}

/** A file that is missing beside one that was read is no failure; stderr keeps what was said of it. */
function readExit(attempt: Omit<Attempt, 'variant' | 'command'>): number {
  if (attempt.end !== 'exited') return -1;
  if (attempt.stdout !== '') return 0;
  return attempt.stderr === '' ? 1 : 2;
}

/** How an attempt ended, by its trailer and the time that it took. `no-fork`: the host could not start it. `killedAt`: uptime at which the host ends everything. */
function endOf(errand: Errand, raw: WireAttempt, wire: WireRun, killedAt: number): Omit<Attempt, 'variant' | 'command'> | 'no-fork' {
  const bytes = raw.stdout.bytes();
  const stderr = raw.stderr.bytes().toString('utf8');
  const from = raw.from ?? 0;
  const to = raw.to ?? from;
  const limit = errandTimeout(errand) * (wire.begin?.slowdown ?? 1);
  const trailer = TRAILER.exec(bytes.subarray(-TRAILER_BYTES).toString('latin1'));
  const cap = errandCap(errand);
  if (raw.cut || bytes.length > cap + TRAILER_BYTES) {
    return { stdout: bytes.subarray(0, cap).toString('utf8'), stderr, exit: -1, end: 'exited', truncated: true, from, to };
  }
  if (trailer === null) {
    if (to - from < limit - SLACK) return 'no-fork';
    return { stdout: bytes.toString('utf8'), stderr, exit: -1, end: 'hung', truncated: false, from, to };
  }
  const stdout = bytes.subarray(0, -TRAILER_BYTES).toString('utf8');
  const exit = Number(trailer[1]);
  if (KILLED_BY_TIMEOUT.includes(exit) && (to - from >= limit - SLACK || to >= killedAt - SLACK)) {
    return { stdout, stderr, exit: -1, end: 'timed-out', truncated: false, from, to };
  }
  if (exit !== 0 && FORK_FAILED.test(stderr)) return 'no-fork';
  return { stdout, stderr, exit, end: 'exited', truncated: false, from, to };
}

/** The attempt that was under way when our own time limit for the host came. */
function hungAttempt(errand: Errand, id: string, check: PlannedCheck, tried: number, wire: WireRun): Attempt {
  const variants = hostVariants(check);
  const current = variants[Math.min(tried, variants.length - 1)];
  const from = wire.started.get(id) ?? 0;
  return {
    variant: current?.index ?? 0,
    command: current === undefined ? '' : commandText(current.variant),
    stdout: '',
    stderr: '',
    exit: -1,
    end: 'hung',
    truncated: false,
    from,
    to: from + errandTimeout(errand),
  };
}

/** The run of a check that got no answer because of a trouble with its host. */
export function unreached(check: PlannedCheck, trouble: HostTrouble): CheckRun {
  return { kind: 'not-run', key: check.key, reason: 'unreachable', detail: trouble.says, hint: trouble.hint };
}
