import { fullEvidence } from '../diagnosis/full-evidence.js';
import { summarise } from '../diagnosis/summarise.js';
import type { Incident, Run, RunState } from '../model/incident.js';
import type { Investigation } from '../model/investigation.js';
import type { Summary } from '../model/summary.js';
import { type InvestigationTools, investigate } from './investigate.js';
import { persist } from './persist.js';
import type { Announcer, CheckProgress, IncidentStore, Later, Logger } from './ports.js';
import type { Bind } from './read-question.js';

export interface AnswerTools {
  readonly store: IncidentStore;
  readonly announcer: Announcer;
  readonly bind: Bind;
  readonly investigation: InvestigationTools;
  readonly later: Later;
  readonly logger: Logger;
  /** How long counters are watched. */
  readonly windowSeconds: number;
  /** After that long the visits are called off, and what is known by then is the answer. */
  readonly deadlineSeconds: number;
}

type Ended = Exclude<RunState, { kind: 'looking' }>;

/** How long a called-off visit may take to clean up behind itself before it is no longer waited for. */
const CLEAN_UP_SECONDS = 20;

/** With the waits of `persist`, some twenty seconds. */
const SHOW_ATTEMPTS = 4;

export const lastRun = ({ runs }: Incident): Run => runs.at(-1) ?? runs[0];

/** The incident as it is once its last run has ended. */
function withState(incident: Incident, state: RunState): Incident {
  const [first, ...more] = incident.runs;
  const last = more.at(-1);
  if (!last) return { ...incident, runs: [{ ...first, state }] };
  return { ...incident, runs: [first, ...more.slice(0, -1), { ...last, state }] };
}

/** Investigates until the deadline; `undefined` when even the calling off does not end. */
async function bounded(
  work: (signal: AbortSignal) => Promise<Investigation>,
  stop: AbortSignal,
  { later, deadlineSeconds }: AnswerTools,
): Promise<Investigation | undefined> {
  const deadline = new AbortController();
  const callOff: (() => void)[] = [later(deadlineSeconds, () => deadline.abort())];
  let giveUp: () => void = () => undefined;
  const hopeless = new Promise<undefined>(resolve => {
    giveUp = () => resolve(undefined);
  });
  callOff.push(later(deadlineSeconds + CLEAN_UP_SECONDS, giveUp));
  const stopped = (): void => void callOff.push(later(CLEAN_UP_SECONDS, giveUp));
  stop.addEventListener('abort', stopped, { once: true });
  try {
    return await Promise.race([work(AbortSignal.any([stop, deadline.signal])), hopeless]);
  } finally {
    stop.removeEventListener('abort', stopped);
    for (const each of callOff) each();
  }
}

async function look(
  { question }: Incident,
  tools: AnswerTools,
  stop: AbortSignal,
  onProgress: (progress: CheckProgress) => void,
): Promise<Ended> {
  const { bind, investigation, windowSeconds, deadlineSeconds } = tools;
  const { clock, playbooks } = investigation;
  const failed = (...says: readonly string[]): Extract<Ended, { kind: 'failed' }> => ({ kind: 'failed', at: clock.now(), says });
  if (!playbooks.symptoms.has(question.symptom))
    return failed(`There is no symptom ${question.symptom} in the playbooks any more: ask again in your own words.`);
  const binding = await bind(question);
  if (binding.kind === 'refused') return failed(...binding.problems);
  const request = { symptom: question.symptom, targets: binding.targets, windowSeconds };
  const found = await bounded(signal => investigate(request, investigation, { signal, onProgress }), stop, tools);
  if (found) return { kind: 'answered', at: clock.now(), investigation: found };
  return {
    ...failed(
      `The checks did not end within ${deadlineSeconds + CLEAN_UP_SECONDS} s, although they were called off. The log of the bot has more.`,
    ),
    brokeOff: true,
  };
}

/**
 * Answers the last run of an incident: binds, investigates, announces, ends the run. In this order: whatever kills the process in between,
 * the run is still looking, is begun again at the next start, and is announced in the same place.
 *
 * @param stop aborts when the process ends: what is not answered then stays looking
 * @returns the incident with its ended run; undefined: it was left looking
 */
export async function answerIncident(
  incident: Incident,
  tools: AnswerTools,
  stop: AbortSignal,
  onProgress: (progress: CheckProgress) => void,
): Promise<{ readonly incident: Incident; readonly summary?: Summary } | undefined> {
  const { store, announcer, later, logger, investigation } = tools;
  const { playbooks, clock } = investigation;
  const run = lastRun(incident);
  let state: Ended;
  try {
    state = await look(incident, tools, stop, onProgress);
  } catch (error) {
    logger.error({ error }, 'the investigation broke: this is a mistake in Faultline');
    state = {
      kind: 'failed',
      at: clock.now(),
      says: ['The investigation broke, which should not have happened. The log of the bot has the details; please report it.'],
      brokeOff: true,
    };
  }
  // Called off in the middle, its answer would be about what the shutdown left, not about the hosts.
  if (stop.aborted) return undefined;
  const durable = { later, logger, signal: stop };
  const symptom = playbooks.symptoms.get(incident.question.symptom);
  const summary = state.kind === 'answered' ? summarise(state.investigation, symptom, playbooks) : undefined;
  const show = async (): Promise<void> => {
    await announcer.show(withState(incident, state), summary);
    // An audit says more than fits into a message.
    if (state.kind === 'answered' && summary?.review)
      await announcer.showReport(incident, run, fullEvidence(state.investigation, symptom, playbooks));
  };
  // Bounded: a message that cannot even be wanted must not keep the answer out of the store.
  const shown = await persist('announcing the answer', show, { ...durable, most: SHOW_ATTEMPTS });
  const kept = await persist('keeping the answer', () => store.endRun(incident.id, run.number, state), durable);
  if (kept.kind === 'given-up') return undefined;
  if (shown.kind === 'given-up') await persist('announcing the answer', show, { ...durable, most: 1 });
  logger.info(
    { state: state.kind, seconds: Math.round(clock.now() - run.startedAt), ...(summary ? { outcome: summary.outcome } : {}) },
    'the run ended',
  );
  return { incident: kept.value, ...(summary ? { summary } : {}) };
}
