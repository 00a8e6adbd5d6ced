import type { CheckProgress, Clock, Later, LiveProgress } from './ports.js';

/** Least time between two reports. Slack takes some 50 changes of messages a minute, of all incidents together (docs.slack.dev, rate limits). */
const EVERY_SECONDS = 2;

/** Follows one run and reports how far it has come, at most every two seconds; the newest state is always reported in the end. */
export interface ProgressFollower {
  readonly check: (progress: CheckProgress) => void;
  readonly waiting: (ahead: number) => void;
  readonly begun: () => void;
  /** Nothing is reported after it. */
  readonly stop: () => void;
}

interface FollowerTools {
  readonly clock: Clock;
  readonly later: Later;
  readonly report: (progress: LiveProgress) => void;
}

/** @param startedAt when the run began, in seconds since the epoch */
export function followProgress(startedAt: number, { clock, later, report }: FollowerTools): ProgressFollower {
  const hosts = new Map<string, Map<string, CheckProgress['state']>>();
  let ahead: number | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | undefined;
  let stopped = false;

  const now = (): LiveProgress => ({
    seconds: Math.max(0, Math.round(clock.now() - startedAt)),
    ...(ahead === undefined ? {} : { waiting: ahead }),
    hosts: [...hosts].map(([host, checks]) => ({
      host,
      done: [...checks.values()].filter(state => state === 'ended').length,
      running: [...checks].flatMap(([key, state]) => (state === 'started' ? [key] : [])),
    })),
  });
  const send = (): void => {
    callOff = undefined;
    if (stopped) return;
    last = clock.now();
    report(now());
  };
  const changed = (): void => {
    if (stopped || callOff) return;
    // A clock that was set back must not hold up reports for longer than the usual time.
    const wait = Math.min(EVERY_SECONDS, last + EVERY_SECONDS - clock.now());
    if (wait <= 0) send();
    else callOff = later(wait, send);
  };
  return {
    check: ({ host, key, state }) => {
      const checks = hosts.get(host) ?? new Map<string, CheckProgress['state']>();
      hosts.set(host, checks.set(key, state));
      changed();
    },
    waiting: count => {
      ahead = count;
      changed();
    },
    begun: () => {
      ahead = undefined;
      changed();
    },
    stop: () => {
      stopped = true;
      callOff?.();
      callOff = undefined;
    },
  };
}
