import { fullEvidence } from '../diagnosis/full-evidence.js';
import type { KnownNames } from '../diagnosis/known-names.js';
import { summarise } from '../diagnosis/summarise.js';
import type { Incident } from '../model/incident.js';
import type { Summary } from '../model/summary.js';
import { type AnswerTools, answerIncident, lastRun } from './answer-incident.js';
import { investigationPlaces } from './investigation-places.js';
import { followProgress } from './live-progress.js';
import { openIncident } from './open-incident.js';
import type { AlertStatus, Clock, Desk, KnownThings, LiveProgress, Outbox } from './ports.js';
import { readQuestion } from './read-question.js';
import { resumeRuns } from './resume.js';

export interface DeskTools extends AnswerTools {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly names: KnownNames;
  readonly known: KnownThings;
  readonly newId: () => string;
  readonly version: string;
  /** What the operator should know about, one sentence each. */
  readonly warnings: () => readonly string[];
  /** How many investigations go on at a time. */
  readonly mostAtOnce?: number;
  readonly runs?: RunWatcher;
  /** How it stands with alerts; absent: none are taken in. */
  readonly alertStatus?: () => Promise<AlertStatus>;
}

/** Told of runs, for what only some incidents have. Never throws. */
export interface RunWatcher {
  /** A further run of the incident began. */
  readonly began: (incident: Incident) => Promise<void>;
  /** The last run of the incident ended, and is kept. */
  readonly ended: (incident: Incident, summary: Summary | undefined) => Promise<void>;
}

/** The desk, and what only its owner may do with it. */
export interface OpenDesk {
  readonly desk: Desk;
  /** How many investigations go on now. */
  readonly looking: () => number;
  /** Begins the last run of an incident, which is kept already as looking. Twice is once. */
  readonly begin: (incident: Incident) => void;
  /** Begins what was not finished; gives how many runs. */
  readonly resume: () => Promise<number>;
  /** Begins nothing any more, lets what is under way end for so long, and leaves the rest for `resume`. */
  readonly stop: (graceSeconds: number) => Promise<void>;
}

/** Eight visits of five checks in four lanes keep two cores of a small machine busy, and Slack's budget for live progress. */
const MOST_AT_ONCE = 8;
/** How long what was called off may take to end: the clean-up of a visit, and a little. */
const MOST_STOPPING_SECONDS = 25;

/** Builds the desk from the flows: the one thing that the chat talks to. */
export function openDesk(tools: DeskTools): OpenDesk {
  const { store, announcer, outbox, logger, clock, later, investigation, names, known } = tools;
  const places = investigationPlaces(tools.mostAtOnce ?? MOST_AT_ONCE);
  const startedAt = clock.now();
  const running = new Map<string, Promise<void>>();
  let isOpen = true;
  const stop = new AbortController();

  /** An announcement that fails is logged: the run goes on, and its answer is announced in the same place. */
  async function show(incident: Incident): Promise<void> {
    try {
      await announcer.show(incident, undefined);
    } catch (error) {
      logger.error({ error, incident: incident.id }, 'the incident could not be announced; its answer will be');
    }
  }

  async function answer(incident: Incident): ReturnType<typeof answerIncident> {
    const { number, startedAt: begun } = lastRun(incident);
    const own = logger.child({ incident: incident.id, run: number });
    const report = (progress: LiveProgress): void => {
      try {
        announcer.progress(incident, progress);
      } catch (error) {
        own.warn({ error }, 'live progress could not be shown');
      }
    };
    const follower = followProgress(begun, { clock, later, report });
    let leave: (() => void) | undefined;
    try {
      leave = await places.enter(follower.waiting);
      if (!leave) return undefined;
      follower.begun();
      return await answerIncident(incident, { ...tools, logger: own }, stop.signal, follower.check);
    } catch (error) {
      own.error({ error }, 'the run could not be ended: it is begun again at the next start');
      return undefined;
    } finally {
      follower.stop();
      leave?.();
    }
  }

  function begin(incident: Incident): void {
    // By its run: the one before may still be leaving when the next one begins.
    const key = `${incident.id} ${lastRun(incident).number}`;
    if (!isOpen || running.has(key)) return;
    const done = answer(incident)
      .then(ended => ended && tools.runs?.ended(ended.incident, ended.summary))
      .finally(() => running.delete(key));
    running.set(key, done);
  }

  const desk: Desk = {
    read: words => readQuestion(words, names, tools.bind),
    open: async (signal, question, by, place) => {
      const opened = await openIncident({ signal, question, by, place }, { store, clock, newId: tools.newId });
      if (!opened.fresh) return opened;
      logger.info({ incident: opened.incident.id, by: by.id, symptom: question.symptom, hosts: question.hosts }, 'an incident was opened');
      await show(opened.incident);
      begin(opened.incident);
      return opened;
    },
    rerun: async (id, by) => {
      const run = await store.beginRun(id, by, clock.now());
      if (run.kind !== 'begun') return run.kind;
      logger.info({ incident: id, by: by.id }, 'a run was asked for');
      await tools.runs?.began(run.incident);
      await show(run.incident);
      begin(run.incident);
      return 'begun';
    },
    evidence: async (id, number) => {
      const incident = await store.find(id);
      const state = incident?.runs.find(run => run.number === number)?.state;
      if (!incident || state?.kind !== 'answered') return undefined;
      const { playbooks } = investigation;
      return fullEvidence(state.investigation, playbooks.symptoms.get(incident.question.symptom), playbooks);
    },
    feedback: async said => {
      const incident = await store.find(said.incident);
      const run = incident?.runs.find(({ number }) => number === said.run);
      if (!incident || run?.state.kind !== 'answered') return 'unknown';
      await store.addFeedback({ ...said, at: clock.now() });
      const { playbooks } = investigation;
      const summary = summarise(run.state.investigation, playbooks.symptoms.get(incident.question.symptom), playbooks);
      try {
        await announcer.showFeedback(incident, run, summary, await store.feedbackOn(incident.id, run.number));
      } catch (error) {
        logger.warn({ error, incident: incident.id }, 'what people said of an answer is kept, but could not be shown');
      }
      return 'noted';
    },
    recent: store.recent,
    status: async () => {
      const waiting = places.waiting();
      return {
        version: tools.version,
        startedAt,
        looking: places.taken(),
        undelivered: await outbox.undelivered(),
        ...(tools.alertStatus ? { alerts: await tools.alertStatus() } : {}),
        warnings: [
          ...tools.warnings(),
          ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'diagnosis waits' : 'diagnoses wait'} until another one ends.`] : []),
        ],
      };
    },
    known: () => known,
  };
  return {
    desk,
    looking: places.taken,
    begin,
    resume: () =>
      resumeRuns(
        incident => {
          void show(incident).then(() => begin(incident));
        },
        { store, clock, logger },
      ),
    stop: async graceSeconds => {
      isOpen = false;
      places.close();
      const callOff: (() => void)[] = [later(graceSeconds, () => stop.abort())];
      const hopeless = new Promise<void>(resolve => {
        callOff.push(later(graceSeconds + MOST_STOPPING_SECONDS, resolve));
      });
      await Promise.race([Promise.all(running.values()), hopeless]);
      stop.abort();
      for (const each of callOff) each();
    },
  };
}
