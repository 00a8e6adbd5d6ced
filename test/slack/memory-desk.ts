import type { Announcer, Desk, LiveProgress, Reading } from '../../src/flow/ports.js';
import type { Feedback, Incident, Run, RunState } from '../../src/model/incident.js';
import type { Investigation } from '../../src/model/investigation.js';
import { captureOf, inWords, replayed } from './blocks/captures.js';
import { KNOWN } from './blocks/scenes.js';

/** A desk in memory whose runs end when the test says so. */
export interface MemoryDesk extends Desk {
  readonly incidents: Map<string, Incident>;
  readonly feedbacks: Omit<Feedback, 'at'>[];
  readonly signals: Map<string, string>;
  /** Must be set before anything is opened. */
  announcer: Announcer | undefined;
  /** Delays the next readings; broken: they throw. */
  readingTakes: Promise<void> | 'broken' | undefined;
  /** The last run of the incident has its answer: out of memory, recorded in the lab. */
  readonly answer: (id: string) => Promise<void>;
  readonly fail: (id: string, says: readonly string[]) => Promise<void>;
  readonly progress: (id: string, progress: LiveProgress) => void;
  /** The only incident that there is. */
  readonly only: () => Incident;
}

/** `connection refused on api-1` is clear, `slow` lacks its host, `bad …` is refused; `connection-refused` names the symptom. */
function reading(words: string): Reading {
  if (/bad/u.test(words))
    return { kind: 'refused', says: ['"nowhere" is no host of the inventory. Add it to faultline.yml, or type one of: api-1'] };
  const [, host] = /\bon ([a-z0-9-]+)/u.exec(words) ?? [];
  const symptom = /refused/u.test(words) ? 'connection-refused' : undefined;
  if (host && symptom) return { kind: 'ready', question: { words, symptom, hosts: [host], params: [] }, notes: [] };
  return {
    kind: 'ask',
    known: { words, ...(symptom ? { symptom } : {}), ...(host ? { hosts: [host] } : {}) },
    symptoms: symptom ? [] : ['slow-response'],
    missing: [...(symptom ? [] : (['symptom'] as const)), ...(host ? [] : (['host'] as const))],
    says: ['I need to know which host.'],
  };
}

export async function memoryDesk(): Promise<MemoryDesk> {
  const investigation: Investigation = await replayed(captureOf('oom-kill'));
  const summary = inWords(investigation);
  let counter = 0;
  const show = async (incident: Incident): Promise<void> => {
    desk.incidents.set(incident.id, incident);
    const last = incident.runs.at(-1) ?? incident.runs[0];
    await desk.announcer?.show(incident, last.state.kind === 'answered' ? summary : undefined);
  };
  const find = (id: string): Incident => {
    const incident = desk.incidents.get(id);
    if (!incident) throw new Error(`no incident ${id}`);
    return incident;
  };
  const withLast = (incident: Incident, state: RunState): Incident => {
    const [first, ...more] = incident.runs.map((run, index): Run => (index === incident.runs.length - 1 ? { ...run, state } : run));
    if (!first) throw new Error('an incident has a run');
    return { ...incident, runs: [first, ...more] };
  };
  const desk: MemoryDesk = {
    incidents: new Map(),
    signals: new Map(),
    feedbacks: [],
    announcer: undefined,
    readingTakes: undefined,
    read: async words => {
      if (desk.readingTakes === 'broken') throw new Error('SQLITE_CORRUPT: secret path /var/lib/faultline');
      await desk.readingTakes;
      return reading(words);
    },
    open: async (signal, question, by, place) => {
      const known = desk.signals.get(signal);
      if (known) return { incident: find(known), fresh: false };
      const id = `inc-${String(++counter).padStart(16, '0')}`;
      desk.signals.set(signal, id);
      const openedAt = Date.now() / 1000;
      await show({
        id,
        openedBy: by,
        openedAt,
        place,
        question,
        runs: [{ number: 1, by, startedAt: openedAt, state: { kind: 'looking' } }],
      });
      return { incident: find(id), fresh: true };
    },
    rerun: async (id, by) => {
      const incident = desk.incidents.get(id);
      if (!incident) return 'unknown';
      if (incident.runs.at(-1)?.state.kind === 'looking') return 'already-looking';
      const run: Run = { number: incident.runs.length + 1, by, startedAt: Date.now() / 1000, state: { kind: 'looking' } };
      await show({ ...incident, runs: [...incident.runs, run] });
      return 'begun';
    },
    evidence: async (id, run) => (desk.incidents.has(id) ? `everything of ${id} run ${run}\n<!channel> \`\`\`\n` : undefined),
    feedback: async feedback => {
      desk.feedbacks.push(feedback);
      return desk.incidents.has(feedback.incident) ? 'noted' : 'unknown';
    },
    recent: async limit =>
      [...desk.incidents.values()].slice(-limit).map(({ id, openedAt, openedBy, place, question, runs, story }) => ({
        id,
        openedAt,
        openedBy,
        place,
        question,
        runs: runs.length,
        state: (runs.at(-1) ?? runs[0]).state.kind,
        ...(story ? { story } : {}),
      })),
    status: async () => ({ version: '0.1.0', startedAt: Date.now() / 1000, looking: desk.incidents.size, undelivered: 0, warnings: [] }),
    known: () => KNOWN,
    answer: async id => show(withLast(find(id), { kind: 'answered', at: Date.now() / 1000, investigation })),
    fail: async (id, says) => show(withLast(find(id), { kind: 'failed', at: Date.now() / 1000, says })),
    progress: (id, progress) => desk.announcer?.progress(find(id), progress),
    only: () => {
      const [incident, ...more] = desk.incidents.values();
      if (!incident || more.length > 0) throw new Error(`${desk.incidents.size} incidents instead of one`);
      return incident;
    },
  };
  return desk;
}
