import type { Attempt, CheckRun, HostRun, Look } from '../model/capture.js';
import type { Diagnosis } from '../model/diagnosis.js';
import type { Capture } from '../model/investigation.js';

/** A capture made worse mechanically. It may know less than the full one; it must not claim something else. */
export interface Twin {
  /** What was taken away, for messages: `without tcp`, `without ss`, `listen cut off`. */
  readonly name: string;
  readonly capture: Capture;
  /** `nothing`: every check is gone, so that only "undetermined" is true. */
  readonly kind: 'less' | 'nothing';
}

type Change = (run: CheckRun) => CheckRun;

const missing: Change = ({ key }) => ({ kind: 'not-run', key, reason: 'missing', detail: 'taken away to make a degraded twin', hint: '' });

const cutOff: Change = run => {
  if (run.kind !== 'ran') return run;
  const half = (attempt: Attempt): Attempt => ({
    ...attempt,
    stdout: attempt.stdout.slice(0, Math.floor(attempt.stdout.length / 2)),
    truncated: true,
  });
  const [first, ...rest] = run.looks;
  const worse = (look: Look): Look => ({ attempts: look.attempts.map(half) });
  return { ...run, looks: [worse(first), ...rest.map(worse)] };
};

const lastLookOnly: Change = run => {
  const last = run.kind === 'ran' ? run.looks.at(-1) : undefined;
  return run.kind === 'ran' && last ? { ...run, looks: [last] } : run;
};

function change(capture: Capture, concerns: (run: CheckRun) => boolean, how: Change): Capture {
  const worse = (host: HostRun): HostRun => ({ ...host, runs: host.runs.map(run => (concerns(run) ? how(run) : run)) });
  return { ...capture, visits: capture.visits.map(visit => ({ ...visit, runs: visit.runs.map(worse) })) };
}

const usesSs = (run: CheckRun): boolean =>
  run.kind === 'ran' && run.looks.some(look => look.attempts.some(attempt => /(?:^|[\s;|&(/'"])ss\s/.test(attempt.command)));

/** The degraded twins of a capture: each check gone, cut off, or with one look only; no `ss`; nothing at all. */
export function twinsOf(capture: Capture): readonly Twin[] {
  const runs = capture.visits.flatMap(visit => visit.runs.flatMap(host => host.runs));
  const twins: Twin[] = [];
  const add = (name: string, concerns: (run: CheckRun) => boolean, how: Change, kind: Twin['kind'] = 'less'): void => {
    twins.push({ name, capture: change(capture, concerns, how), kind });
  };
  for (const key of [...new Set(runs.map(run => run.key))].sort()) {
    const ofKey = runs.filter(run => run.key === key && run.kind === 'ran');
    if (ofKey.length === 0) continue;
    const isKey = (run: CheckRun): boolean => run.key === key;
    add(`without ${key}`, isKey, missing);
    add(`${key} cut off`, isKey, cutOff);
    if (ofKey.some(run => run.kind === 'ran' && run.looks.length > 1)) add(`${key} looked at once`, isKey, lastLookOnly);
  }
  if (runs.some(usesSs)) add('without ss', usesSs, missing);
  add('without anything', () => true, missing, 'nothing');
  return twins;
}

function rootsOf(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.roots.map(index => `${diagnosis.verdicts[index]?.fault ?? '?'}@${diagnosis.verdicts[index]?.host ?? '?'}`);
}

/** What a twin's diagnosis claims that it can't know: another root than the full capture, or health where there was a fault. */
export function judgeTwin(full: Diagnosis, twin: Twin, diagnosis: Diagnosis): readonly string[] {
  const failures: string[] = [];
  const known = new Set(rootsOf(full));
  for (const root of rootsOf(diagnosis)) {
    if (!known.has(root)) failures.push(`${twin.name}: names the root ${root}, which the full capture does not.`);
  }
  if (diagnosis.outcome === 'none-of-these' && full.outcome !== 'none-of-these') {
    failures.push(`${twin.name}: says none-of-these; the full capture says ${full.outcome}. What could not be looked at is not healthy.`);
  }
  if (twin.kind === 'nothing' && diagnosis.outcome !== 'undetermined') {
    failures.push(`${twin.name}: says ${diagnosis.outcome}; with nothing looked at only undetermined is true.`);
  }
  return failures;
}
