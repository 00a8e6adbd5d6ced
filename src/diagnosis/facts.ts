import type { Attempt, CheckRun, HostRun, Look } from '../model/capture.js';
import type { CheckFacts, CheckStatus, FactRow, FactValue, Gap, GapReason } from '../model/fact.js';
import type { Parser, ParserInput, ParserOutput, Printed } from '../model/parser.js';
import type { Check, Playbooks, Variant } from '../model/playbook.js';
import type { VisitPlan } from './plan.js';

/** What one visit to one host taught, and what it could not. */
export interface HostFacts {
  readonly host: string;
  readonly facts: ReadonlyMap<string, CheckFacts>;
  readonly gaps: readonly Gap[];
  readonly statuses: readonly CheckStatus[];
}

/** What reading facts needs from other folders: the parsers, and a linear-time pattern test over lines. */
export interface FactTools {
  readonly parsers: ReadonlyMap<string, Parser>;
  /** True when some line of the text matches the RE2 pattern. */
  readonly matchesLine: (pattern: string, text: string) => boolean;
}

/** Words with which Unix commands say that they were not allowed to look. */
const DENIED =
  /permission denied|operation not permitted|not permitted|must be root|are you root|you must be|insufficient permissions|not seeing messages from other users|a password is required/iu;

/** Gaps that a check's own hint (which right or program is lacking) can mend. */
const MENDED_BY_OPERATOR: ReadonlySet<GapReason> = new Set(['missing', 'denied', 'partial', 'empty']);

const MAX_DETAIL = 200;

type Reading =
  | {
      readonly kind: 'read';
      readonly attempt: Attempt;
      readonly variant: Variant;
      readonly output: Extract<ParserOutput, { kind: 'facts' }>;
      readonly gap?: { reason: GapReason; detail: string };
    }
  | { readonly kind: 'gap'; readonly reason: GapReason; readonly detail: string };

function firstLine(text: string): string {
  return (text.split('\n').find(line => line.trim() !== '') ?? '').trim().slice(0, MAX_DETAIL);
}

/** Why this attempt cannot be read, or nothing when it can. */
function troubleWith(
  attempt: Attempt,
  variant: Variant,
  check: Check,
  tools: FactTools,
): { reason: GapReason; detail: string } | undefined {
  const said = firstLine(attempt.stderr) || firstLine(attempt.stdout);
  if (attempt.end === 'hung') return { reason: 'hung', detail: `${attempt.command}: did not end, not even when killed` };
  // How long Prometheus is waited for is bounded by faultline.yml too; the attempt itself says by what.
  if (attempt.end === 'timed-out' && variant.way.kind === 'promql') return { reason: 'timeout', detail: `${attempt.command}: ${said}` };
  if (attempt.end === 'timed-out')
    return { reason: 'timeout', detail: `${attempt.command}: no answer within our limit of ${check.timeoutSeconds} s` };
  // A command whose output reached the cap was cut off by us: its exit code says nothing.
  if (!attempt.truncated && !variant.okExit.includes(attempt.exit)) {
    if (DENIED.test(attempt.stderr) || DENIED.test(firstLine(attempt.stdout)))
      return { reason: 'denied', detail: `${attempt.command}: ${said}` };
    if (attempt.exit === 127) return { reason: 'missing', detail: `${attempt.command}: ${said || 'command not found'}` };
    return { reason: 'failed', detail: `${attempt.command}: exit ${attempt.exit}${said ? `: ${said}` : ''}` };
  }
  if (!tools.matchesLine(variant.alive, attempt.stdout)) {
    if (variant.way.kind === 'promql')
      return { reason: 'empty', detail: `${attempt.command}: no series with a value fits; that is not the same as zero` };
    const reason = DENIED.test(attempt.stderr) ? 'denied' : 'empty';
    return { reason, detail: `${attempt.command}: exit ${attempt.exit}, but nothing of what it always prints${said ? `: ${said}` : ''}` };
  }
  return undefined;
}

function printed(attempt: Attempt): Printed {
  return { stdout: attempt.stdout, stderr: attempt.stderr, exit: attempt.exit, truncated: attempt.truncated, uptime: attempt.to };
}

function lastAttempt(look: Look): Attempt | undefined {
  return look.attempts.at(-1);
}

/** A parser that stumbles over hostile text costs its own check, never the diagnosis. */
function parseSafely(parser: Parser, input: ParserInput): ParserOutput {
  try {
    return parser.parse(input);
  } catch (error) {
    return {
      kind: 'unparsed',
      line: 1,
      text: '',
      why: `the parser ${parser.name} gave up: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Reads one look with its own variant; the other look joins only when it used the same one. */
function readLooks(
  run: Extract<CheckRun, { kind: 'ran' }>,
  check: Check,
  params: Readonly<Record<string, string>>,
  host: HostRun,
  tools: FactTools,
): Reading {
  let failure: { reason: GapReason; detail: string } = { reason: 'empty', detail: 'it printed nothing' };
  const usable: { attempt: Attempt; variant: Variant }[] = [];
  for (const look of run.looks) {
    const attempt = lastAttempt(look);
    const variant = attempt && check.variants[attempt.variant];
    if (!attempt || !variant) continue;
    const trouble = troubleWith(attempt, variant, check, tools);
    if (trouble) failure = trouble;
    else usable.push({ attempt, variant });
  }
  const last = usable.at(-1);
  if (!last) return { kind: 'gap', ...failure };
  const first = usable[0];
  const looks: [Printed, ...Printed[]] =
    first && first !== last && first.variant === last.variant ? [printed(first.attempt), printed(last.attempt)] : [printed(last.attempt)];
  const parser = tools.parsers.get(last.variant.parser.name);
  if (!parser) return { kind: 'gap', reason: 'unparsed', detail: `there is no parser named ${last.variant.parser.name}` };
  const began = startOf(host);
  const output = parseSafely(parser, {
    looks,
    now: host.hostClock + Math.max(0, last.attempt.to - began),
    params,
    options: last.variant.parser.options,
  });
  if (output.kind === 'unparsed') {
    return {
      kind: 'gap',
      reason: 'unparsed',
      detail: `${last.attempt.command}: line ${output.line} (${output.text.slice(0, MAX_DETAIL)}): ${output.why}`,
    };
  }
  if (check.sample === 'twice' && looks.length === 1 && run.looks.length > 1) {
    const whyOne = usable.length > 1 ? 'the two were made in different ways and cannot be compared' : failure.detail;
    return {
      kind: 'read',
      attempt: last.attempt,
      variant: last.variant,
      output,
      gap: { reason: 'partial', detail: `${last.attempt.command}: only one of two looks could be used; ${whyOne}` },
    };
  }
  return { kind: 'read', attempt: last.attempt, variant: last.variant, output };
}

/** Uptime at which the first attempt of this visit began: the moment that `hostClock` belongs to. */
function startOf(host: HostRun): number {
  let start = Number.POSITIVE_INFINITY;
  for (const run of host.runs)
    if (run.kind === 'ran') for (const look of run.looks) for (const attempt of look.attempts) start = Math.min(start, attempt.from);
  return Number.isFinite(start) ? start : 0;
}

/** Keeps the fields that the variant gives, and adds an unknown row to lists that may be incomplete. */
function keepGiven(
  values: Readonly<Record<string, FactValue>>,
  variant: Variant,
  incomplete: 'all' | readonly string[],
): Record<string, FactValue> {
  const kept: Record<string, FactValue> = {};
  const given = new Set(variant.gives);
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) {
      const rows = (value as readonly FactRow[]).map(row =>
        Object.fromEntries(Object.entries(row).filter(([field]) => field === 'line' || given.has(`${name}.${field}`))),
      );
      if (!given.has(name) && !variant.gives.some(field => field.startsWith(`${name}.`))) continue;
      kept[name] = incomplete === 'all' || incomplete.includes(name) ? [...rows, {}] : rows;
    } else if (typeof value === 'object') {
      kept[name] = Object.fromEntries(Object.entries(value).filter(([field]) => given.has(`${name}.${field}`)));
    } else if (given.has(name)) kept[name] = value;
  }
  return kept;
}

function duration(run: CheckRun): number {
  if (run.kind !== 'ran') return 0;
  let seconds = 0;
  for (const look of run.looks) for (const attempt of look.attempts) seconds += Math.max(0, attempt.to - attempt.from);
  return Math.round(seconds * 1000);
}

/** Turns what one visit printed into facts and gaps. Pure: the same text gives the same facts. */
export function readFacts(playbooks: Playbooks, plan: VisitPlan, host: string, visits: readonly HostRun[], tools: FactTools): HostFacts {
  const facts = new Map<string, CheckFacts>();
  const gaps: Gap[] = [];
  const statuses: CheckStatus[] = [];
  const take = (run: CheckRun, visit: HostRun): void => {
    const check = playbooks.checks.get(run.key);
    if (!check) return;
    const gap = (reason: GapReason, detail: string, hint = MENDED_BY_OPERATOR.has(reason) ? check.hint : ''): void => {
      gaps.push({ check: check.id, host, reason, detail, hint });
    };
    const status = (word: CheckStatus['status']): void => {
      statuses.push({ check: check.id, host, status: word, ms: duration(run) });
    };
    if (run.kind === 'not-run') {
      gap(run.reason, run.detail, run.hint === '' ? undefined : run.hint);
      status(run.reason);
      return;
    }
    const reading = readLooks(run, check, plan.params.get(check.id) ?? {}, visit, tools);
    if (reading.kind === 'gap') {
      gap(reading.reason, reading.detail);
      status(reading.reason);
      return;
    }
    const { attempt, variant, output } = reading;
    const partial = output.partial;
    const incomplete = attempt.truncated ? 'all' : partial ? (partial.lists ?? 'all') : [];
    if (attempt.truncated)
      gap('truncated', `${attempt.command}: its output is longer than ${check.capBytes} bytes; what was cut is unknown`);
    else if (partial) gap(partial.reason, `${attempt.command}: ${partial.why}`);
    else if (reading.gap) gap(reading.gap.reason, reading.gap.detail);
    facts.set(check.id, {
      check: check.id,
      host,
      values: keepGiven(output.values, variant, incomplete),
      source: {
        check: check.id,
        host,
        command: attempt.command,
        exit: attempt.exit,
        at: visit.hostClock + Math.max(0, attempt.to - startOf(visit)),
        lines: output.lines,
      },
    });
    status(attempt.truncated ? 'truncated' : (partial?.reason ?? reading.gap?.reason ?? 'ok'));
  };
  for (const visit of visits) for (const run of visit.runs) take(run, visit);
  for (const run of plan.unplanned) take(run, { host, hostClock: 0, uid: -1, runs: [] });
  return { host, facts, gaps, statuses: [...statuses].sort((a, b) => (a.check < b.check ? -1 : 1)) };
}
