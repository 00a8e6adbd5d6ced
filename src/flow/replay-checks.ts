import type { CheckRun, HostRun } from '../model/capture.js';
import type { Capture } from '../model/investigation.js';
import type { PlannedCheck } from '../model/plan.js';
import type { MakeVisit } from './ports.js';

function recorded(run: HostRun, checks: readonly PlannedCheck[]): HostRun {
  const runs: CheckRun[] = [];
  for (const check of checks) {
    const found = run.runs.find(candidate => candidate.key === check.key);
    if (found) runs.push(found);
  }
  return { ...run, runs };
}

/** Answers visits from a capture. A check that it does not hold is `not-captured`: a gap, never an empty answer. */
export function replayChecks(capture: Capture): MakeVisit {
  return visit => {
    const { target } = visit;
    const planned = [...visit.onHost, ...visit.fromBot, ...visit.fromPrometheus];
    // What was seen of one port says nothing about another.
    const past = capture.visits.find(made => made.target.host === target.host && made.target.port === target.port);
    const runs = (past?.runs ?? []).map(run => recorded(run, planned));
    const held = new Set(runs.flatMap(run => run.runs.map(({ key }) => key)));
    const absent: CheckRun[] = planned
      .filter(check => !held.has(check.key))
      .map(check => ({
        kind: 'not-run',
        key: check.key,
        reason: 'not-captured',
        detail: `the capture holds no ${check.check} of ${target.host}`,
        hint: 'record a new capture with diagnose --record',
      }));
    if (absent.length === 0) return Promise.resolve(runs);
    return Promise.resolve([...runs, { host: target.host, hostClock: capture.startedAt, uid: -1, runs: absent }]);
  };
}
