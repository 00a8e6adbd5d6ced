import { randomUUID } from 'node:crypto';
import type { CheckPlan, PlannedCheck } from '../model/plan.js';
import type { ErrandLimits } from './frames.js';
import { type HostVariant, hostVariants } from './host-variants.js';
import { packLanes } from './lanes.js';
import { quote, quoteGlob } from './quote.js';
import { foldable } from './read-fold.js';
import { SHELL_HEAD, SHELL_TAIL, TRAILER_BYTES } from './script-shell.js';

/**
 * A unit of work on the wire: one check by itself, or several read checks folded into one process. What a plan calls checks, the script and its
 * frames call errands, since one frame can be about several checks. An errand is made in one or two looks.
 */
export type Errand =
  | { readonly kind: 'check'; readonly check: PlannedCheck }
  | { readonly kind: 'fold'; readonly checks: readonly PlannedCheck[] };

/** A script for one visit to one host, and what is needed to read its frames. */
export interface BatchScript {
  readonly text: string;
  /** Known to the shell's memory alone, never in argv or environment: only lines that begin with it are frames. */
  readonly nonce: string;
  /** Marks the processes of this run in their environment. The shell must be started with `DIAGRUN=<runId>`. */
  readonly runId: string;
  /** Errands by the number that frames carry. */
  readonly errands: readonly Errand[];
  /** After this many seconds the host itself ends the run. */
  readonly totalSeconds: number;
}

export interface BatchScriptOptions {
  /** Lanes for checks that are made once. */
  readonly lanes?: number;
  /** Search path for commands on the host. */
  readonly path?: string;
  /** After how many seconds the host itself ends the run; by default the window and time for two slow checks in a row. */
  readonly totalSeconds?: number;
}

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const COST = { cheap: 1, normal: 2, heavy: 6 } as const;

/** Turns a plan into one POSIX sh script. Values that come from parameters appear in it only as quoted words. */
export function buildBatchScript(plan: CheckPlan, options: BatchScriptOptions = {}): BatchScript {
  const nonce = randomMark();
  const runId = randomMark();
  const errands = planErrands(plan.checks.filter(check => hostVariants(check).length > 0));
  const slowest = Math.max(0, ...plan.checks.map(check => check.timeoutSeconds));
  const totalSeconds = options.totalSeconds ?? Math.ceil(plan.windowSeconds + Math.max(20, 2 * slowest + 5));

  const numbered = errands.map((errand, index) => ({ errand, index }));
  const once = numbered.filter(({ errand }) => sampleOf(errand) === 'once');
  const twice = numbered.filter(({ errand }) => sampleOf(errand) === 'twice');
  const weigh = ({ errand }: { errand: Errand }): number => errandWeight(errand);
  // Of the counters, those that one read brings come first and alone, so that both ends of their window are quick.
  const isBracket = ({ errand }: { errand: Errand }): boolean => errandChecks(errand).every(foldable);
  const bracket = twice.filter(isBracket);
  const slower = twice.filter(entry => !isBracket(entry));
  // A lane's window begins with its first look, so that what the looks themselves take does not lengthen the visit: each is looked at again about a
  // window later, since both rounds take about as long. For the bracket it begins after the look: at least a window lies between its two.
  const looks = (lane: typeof numbered, look: 0 | 1): string => lane.map(({ errand, index }) => errandText(errand, index, look)).join('');
  const lanes = [
    ...bracket.map(entry => [looks([entry], 0), 'wb\n', 'wt\n', looks([entry], 1)]),
    ...packLanes(slower, 2, weigh).map(lane => ['wb\n', looks(lane, 0), 'wt\n', looks(lane, 1)]),
    ...packLanes(once, options.lanes ?? 4, weigh).map(lane => [looks(lane, 0)]),
  ];

  const text = [
    'faultline(){\numask 077\nexec 9<&0 </dev/null\n',
    `N=${nonce} R=${runId} TOTAL=${totalSeconds} W=${Math.ceil(plan.windowSeconds * 100)}\n`,
    `PATH=${quote(options.path ?? DEFAULT_PATH)}`,
    SHELL_HEAD,
    ...lanes.map(lane => `(\n${lane.join('')}fl\n) 2>/dev/null & P="$P $!"\n`),
    SHELL_TAIL.trimStart(),
    '}\nfaultline\n',
  ].join('');
  return { text, nonce, runId, errands, totalSeconds };
}

/** 122 random bits as hexadecimal digits: nobody can guess it. */
export function randomMark(): string {
  return randomUUID().replaceAll('-', '');
}

function planErrands(checks: readonly PlannedCheck[]): Errand[] {
  const twice = checks.filter(check => check.sample === 'twice' && foldable(check));
  const once = checks.filter(check => check.sample === 'once' && foldable(check));
  const folds = [twice, once].filter(group => group.length > 1);
  const folded = new Set(folds.flat());
  return [
    ...folds.map((group): Errand => ({ kind: 'fold', checks: group })),
    ...checks.filter(check => !folded.has(check)).map((check): Errand => ({ kind: 'check', check })),
  ];
}

export function errandChecks(errand: Errand): readonly PlannedCheck[] {
  return errand.kind === 'fold' ? errand.checks : [errand.check];
}

export function sampleOf(errand: Errand): 'once' | 'twice' {
  return errandChecks(errand)[0]?.sample ?? 'once';
}

function errandWeight(errand: Errand): number {
  return Math.max(...errandChecks(errand).map(check => COST[check.cost] * check.timeoutSeconds));
}

/** Most bytes of stdout that one attempt of the errand may give. */
export function errandCap(errand: Errand): number {
  return errandChecks(errand).reduce((sum, check) => sum + check.capBytes, 0);
}

/** What the host can have to say of the errand. */
export function errandLimits(errand: Errand): ErrandLimits {
  return {
    capBytes: errandCap(errand),
    looks: sampleOf(errand) === 'twice' ? 2 : 1,
    variants: errand.kind === 'fold' ? [0] : hostVariants(errand.check).map(({ index }) => index),
    members: errand.kind === 'fold' ? errand.checks.length : 0,
  };
}

export function errandTimeout(errand: Errand): number {
  return Math.max(1, ...errandChecks(errand).map(check => Math.ceil(check.timeoutSeconds)));
}

function errandText(errand: Errand, index: number, look: 0 | 1): string {
  const id = `${index}.${look}`;
  const body = errand.kind === 'fold' ? foldText(errand, id) : checkText(errand, index, look);
  const cost = errand.kind === 'check' ? errand.check.cost : 'cheap';
  return `ck ${id} ${cost} && {\n${body}fin ${id}; }\n`;
}

/** Room for the trailer and one byte more, which tells a cut output from one that fits exactly. */
function headBytes(errand: Errand): number {
  return errandCap(errand) + TRAILER_BYTES + 1;
}

function foldText(errand: Errand & { kind: 'fold' }, id: string): string {
  const seen = new Set<string>();
  const operands = errand.checks.map((check, member) => {
    const files = hostVariants(check).flatMap(({ variant }) => (variant.kind === 'read' ? variant.files : []));
    const fresh = files.filter(file => !seen.has(file));
    for (const file of fresh) seen.add(file);
    const words = files.map(quote).join(' ');
    return `if rd ${words}; then set -- "$@" ${fresh.map(quote).join(' ')}; else no ${id}.${member}; fi\n`;
  });
  return `set --\n${operands.join('')}[ $# -gt 0 ] && at ${id}.0 ${errandTimeout(errand)} ${headBytes(errand)} '0 1 2' grep $GA -H '' -- "$@"\n`;
}

/** Tries the variants in order. The second look keeps to the variant that answered the first one: else a difference would mean nothing. */
function checkText(errand: Errand & { kind: 'check' }, index: number, look: 0 | 1): string {
  const tries = hostVariants(errand.check).map(({ index: place, variant }) => {
    const attempt = `at ${index}.${look}.${place} ${errandTimeout(errand)} ${headBytes(errand)} ${okExit(variant)} ${words(variant)}`;
    return look === 0
      ? `if ${condition(variant)} && ${attempt}; then v${index}=${place}; else\n`
      : `if [ "$v${index}" = ${place} ]; then ${attempt}; else\n`;
  });
  return `${tries.join('')}:\n${'fi; '.repeat(tries.length)}\n`;
}

function condition(variant: HostVariant): string {
  switch (variant.kind) {
    case 'run':
      return `has ${quote(variant.argv[0])}`;
    case 'read':
      return `rd ${variant.files.map(quoteGlob).join(' ')}`;
    case 'sh':
      return variant.needs.length === 0 ? 'true' : `has ${variant.needs.map(quote).join(' ')}`;
  }
}

function okExit(variant: HostVariant): string {
  // grep ends with 2 when one of several files is missing; what it printed of the others counts.
  return variant.kind === 'read' ? "'0 1 2'" : quote(variant.okExit.join(' '));
}

function words(variant: HostVariant): string {
  switch (variant.kind) {
    case 'run':
      return variant.argv.map(quote).join(' ');
    case 'read':
      return `grep $GA -H '' -- ${variant.files.map(quoteGlob).join(' ')}`;
    case 'sh':
      return ['/bin/sh', '-c', variant.text, 'sh', ...variant.args].map(quote).join(' ');
  }
}
