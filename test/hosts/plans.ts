import { existsSync } from 'node:fs';
import type { CheckRun, HostRun } from '../../src/model/capture.js';
import type { CheckPlan, PlannedCheck, PlannedVariant } from '../../src/model/plan.js';

/** Every shell of this machine that can stand as /bin/sh on a host; /bin/sh itself is always there. */
export const shells = ([['/bin/sh'], ['/bin/dash'], ['/bin/bash', '--posix'], ['/bin/busybox', 'sh']] as [string, ...string[]][]).filter(
  ([path]) => existsSync(path),
);

export function run(...argv: [string, ...string[]]): PlannedVariant {
  return { kind: 'run', argv, okExit: [0] };
}

export function sh(text: string, ...args: string[]): PlannedVariant {
  return { kind: 'sh', needs: [], text, args, okExit: [0] };
}

export function read(...files: string[]): PlannedVariant {
  return { kind: 'read', files };
}

export function check(key: string, variants: PlannedVariant | readonly PlannedVariant[], more: Partial<PlannedCheck> = {}): PlannedCheck {
  return {
    key,
    check: key,
    title: key,
    sample: 'once',
    cost: 'cheap',
    timeoutSeconds: 5,
    capBytes: 65_536,
    variants: 'kind' in variants ? [variants] : variants,
    ...more,
  };
}

export function plan(checks: readonly PlannedCheck[], windowSeconds = 0, host = 'here'): CheckPlan {
  return { host, windowSeconds, checks };
}

export function runOf(host: HostRun, key: string): CheckRun {
  const found = host.runs.find(candidate => candidate.key === key);
  if (found === undefined) throw new Error(`no run of ${key} in ${JSON.stringify(host)}`);
  return found;
}

/** The attempt that counts in the first look of a check that ran. */
export function attemptOf(host: HostRun, key: string, look = 0) {
  const found = runOf(host, key);
  const attempt = found.kind === 'ran' ? found.looks[look]?.attempts.at(-1) : undefined;
  if (attempt === undefined) throw new Error(`${key} did not run: ${JSON.stringify(found)} ${JSON.stringify(host.trouble)}`);
  return attempt;
}
