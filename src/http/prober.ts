import { performance } from 'node:perf_hooks';
import type { Clock, Prober } from '../flow/ports.js';
import type { Attempt, CheckRun } from '../model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../model/plan.js';
import type { DialOptions } from './dial.js';
import { httpAttempt } from './http-attempt.js';
import { tcpAttempt } from './tcp-attempt.js';
import { TLS_OFFERS, tlsAttempt } from './tls-attempt.js';

export interface ProberOptions {
  /** Wall clock of the bot, for the `at` of each line. */
  readonly clock: Clock;
  /** Monotonic seconds; the process's own when absent. */
  readonly monotonic?: () => number;
}

type ProbeVariant = Extract<PlannedVariant, { kind: 'connect' | 'http' | 'tls' }>;

/** Seconds. A SYN that got lost is repeated after 1 s and 3 s; 4 s sees both. */
const CONNECT_SECONDS = 4;
/** The attempts begin within this part of the window, so that the host's counters and logs see them before its last look. */
const PART_OF_WINDOW = 0.6;
/** The run ends this long after its window, but is given `LEAST_SECONDS` even with a short one. */
const LEAST_SECONDS = 5;
const AFTER_WINDOW_SECONDS = 1;
/** Kept back from the limit of a run, for closing and writing down. */
const SPARE_SECONDS = 0.1;
/** A probe looks; it is not load. */
const MOST_ATTEMPTS = 20;

/** The Prober of the bot: all checks at once, their attempts spread over the window, one JSON line for each. */
export function createProber({ clock, monotonic = () => performance.now() / 1000 }: ProberOptions): Prober {
  return {
    run: async (host, checks, windowSeconds, { signal }) => {
      const hostClock = clock.now();
      const started = monotonic();
      const ends = started + Math.max(windowSeconds, LEAST_SECONDS) + AFTER_WINDOW_SECONDS - SPARE_SECONDS;
      const run: Run = { started, ends, hostClock, windowSeconds, monotonic, ...(signal ? { signal } : {}) };
      const runs = await Promise.all(checks.map(check => runCheck(check, run)));
      // Nobody logged in anywhere, so there is no user to name.
      return { host, hostClock, uid: -1, runs };
    },
  };
}

interface Run {
  readonly started: number;
  readonly ends: number;
  readonly hostClock: number;
  readonly windowSeconds: number;
  readonly monotonic: () => number;
  readonly signal?: AbortSignal;
}

async function runCheck(check: PlannedCheck, run: Run): Promise<CheckRun> {
  const notRun = (reason: 'missing' | 'skipped', detail: string, hint = ''): CheckRun => ({
    kind: 'not-run',
    key: check.key,
    reason,
    detail,
    hint,
  });
  const index = check.variants.findIndex(isProbe);
  const variant = check.variants[index];
  if (variant === undefined || !isProbe(variant)) return notRun('missing', 'the check has nothing that the bot itself could do');
  const probe = toProbe(variant);
  if (typeof probe === 'string') return notRun('skipped', probe, 'correct it in faultline.yml or on the command line');

  const attempts = Math.max(1, Math.min(MOST_ATTEMPTS, Math.trunc(probe.attempts) || 1));
  const from = run.monotonic();
  const lines = await Promise.all(
    Array.from({ length: attempts }, (_, i) => runAttempt(probe, i, i / Math.max(1, attempts - 1), check, run)),
  );
  const ended = lines.filter(line => line !== undefined);
  if (ended.length === 0) return notRun('skipped', 'stopped before the first attempt ended');
  const whole = ended.length === attempts;
  const attempt: Attempt = {
    variant: index,
    command: `${probe.command} ×${attempts} from the bot`,
    stdout: ended.map(line => `${line}\n`).join(''),
    stderr: '',
    exit: whole ? 0 : -1,
    // Lines that are missing because the caller stopped must not pass for fewer attempts.
    end: whole ? 'exited' : 'timed-out',
    truncated: false,
    from,
    to: run.monotonic(),
  };
  return { kind: 'ran', key: check.key, looks: [{ attempts: [attempt] }] };
}

interface Probe {
  readonly command: string;
  readonly attempts: number;
  readonly attempt: (options: DialOptions & { readonly totalSeconds: number }, index: number) => Promise<object | undefined>;
}

function isProbe(variant: PlannedVariant): variant is ProbeVariant {
  return variant.kind === 'connect' || variant.kind === 'http' || variant.kind === 'tls';
}

/** A probe, or the sentence why the variant cannot be carried out. */
function toProbe(variant: ProbeVariant): Probe | string {
  if (variant.kind === 'connect') {
    const { address, port, attempts } = variant;
    if (!Number.isInteger(port) || port < 1 || port > 65535) return `${port} is not a port`;
    const shown = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    return { command: `connect ${shown}`, attempts, attempt: options => tcpAttempt(address, port, options) };
  }
  const url = URL.parse(variant.url);
  // A service without TLS has no trouble with it: that is an answer, and no gap.
  if (variant.kind === 'tls' && url?.protocol !== 'https:') {
    return {
      command: `TLS: not asked for by ${variant.url || 'no URL'}`,
      attempts: 1,
      attempt: () => Promise.resolve({ outcome: 'plain' }),
    };
  }
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return 'the URL is not one of http:// or https://';
  // A login would stand in the capture; the probe does not send one either.
  url.username = '';
  url.password = '';
  if (variant.kind === 'http')
    return { command: `GET ${url.href}`, attempts: variant.attempts, attempt: options => httpAttempt(url, options) };
  return {
    command: `TLS ${url.host}`,
    attempts: TLS_OFFERS.length,
    attempt: (options, index) => tlsAttempt(url, TLS_OFFERS[index] ?? 'any', options),
  };
}

/** Waits for its turn, makes one attempt and gives its line; undefined when stopped. */
async function runAttempt(probe: Probe, index: number, part: number, check: PlannedCheck, run: Run): Promise<string | undefined> {
  const { monotonic, signal } = run;
  const begin = run.started + part * PART_OF_WINDOW * run.windowSeconds;
  if (!(await waitFor(begin - monotonic(), signal))) return undefined;
  const now = monotonic();
  const totalSeconds = Math.min(run.ends - now, check.timeoutSeconds);
  const limitSeconds = Math.min(CONNECT_SECONDS, totalSeconds);
  const outcome = await probe.attempt({ limitSeconds, totalSeconds, monotonic, ...(signal ? { signal } : {}) }, index);
  if (outcome === undefined) return undefined;
  return JSON.stringify({ at: run.hostClock + now - run.started, ...outcome }, (_, value: unknown) =>
    typeof value === 'number' ? rounded(value) : value,
  );
}

/** Microseconds are more than the event loop can measure; the rest is noise to read. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** True when the time has come, false when stopped before. */
function waitFor(seconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise(resolve => {
    if (signal?.aborted) return resolve(false);
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve(true);
      },
      Math.max(0, seconds * 1000),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}
