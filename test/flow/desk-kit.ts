import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeskTools, type OpenDesk, openDesk } from '../../src/flow/desk.js';
import { knownNames, knownThings } from '../../src/flow/known-things.js';
import type { Announcer, IncidentStore, LiveProgress, Logger, MakeVisit, Outbox } from '../../src/flow/ports.js';
import { replayChecks } from '../../src/flow/replay-checks.js';
import type { Feedback, Incident, Question } from '../../src/model/incident.js';
import type { Capture } from '../../src/model/investigation.js';
import type { Summary } from '../../src/model/summary.js';
import { parsers } from '../../src/parsers/registry.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { shippedPlaybooks } from '../diagnosis/known-fleet.js';
import { type ManualTime, manualTime } from './manual-time.js';

export const { playbooks } = shippedPlaybooks();

/** A capture that is shipped as a case. */
export function shippedCapture(name: string): Capture {
  const capture: Capture = JSON.parse(readFileSync(join(process.cwd(), 'playbooks', 'cases', `${name}.capture.json`), 'utf8'));
  return capture;
}

interface Shown {
  readonly incident: Incident;
  readonly summary: Summary | undefined;
}

/** An announcer that remembers; `next` resolves with the first announcement that fits, past or to come. */
export interface Listener extends Announcer {
  readonly shown: readonly Shown[];
  readonly judged: readonly Feedback[];
  /** Reports, by incident and run. */
  readonly reports: ReadonlyMap<string, string>;
  readonly live: readonly LiveProgress[];
  readonly next: (fits: (shown: Shown) => boolean) => Promise<Shown>;
  readonly nextProgress: (fits: (progress: LiveProgress, incident: Incident) => boolean) => Promise<LiveProgress>;
}

export function listener(also?: Announcer): Listener {
  const shown: Shown[] = [];
  const judged: Feedback[] = [];
  const reports = new Map<string, string>();
  const live: { incident: Incident; progress: LiveProgress }[] = [];
  const watchers = new Set<() => void>();
  const wait = <T>(find: () => T | undefined): Promise<T> =>
    new Promise(resolve => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };
  return {
    show: async (incident, summary) => {
      await also?.show(incident, summary);
      shown.push({ incident, summary });
      tell();
    },
    showReport: async (incident, run, report) => {
      await also?.showReport(incident, run, report);
      reports.set(`${incident.id}/${run.number}`, report);
    },
    showFeedback: async (incident, run, summary, feedback) => {
      await also?.showFeedback(incident, run, summary, feedback);
      judged.push(...feedback);
      tell();
    },
    progress: (incident, progress) => {
      also?.progress(incident, progress);
      live.push({ incident, progress });
      tell();
    },
    shown,
    judged,
    reports,
    get live() {
      return live.map(({ progress }) => progress);
    },
    next: fits => wait(() => shown.find(fits)),
    nextProgress: fits => wait(() => live.find(({ incident, progress }) => fits(progress, incident))?.progress),
  };
}

interface LogLine {
  readonly level: string;
  readonly about: object;
  readonly says: string;
}

/** A logger that remembers its lines. */
export function listeningLogger(lines: LogLine[] = [], above: object = {}): Logger & { readonly lines: readonly LogLine[] } {
  const write = (level: string) => (about: object, says: string) => void lines.push({ level, about: { ...above, ...about }, says });
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: about => listeningLogger(lines, { ...above, ...about }),
  };
}

export interface DeskKit extends OpenDesk {
  readonly announcer: Listener;
  readonly logger: ReturnType<typeof listeningLogger>;
  readonly time: ManualTime;
  /** The question that the capture answers. */
  readonly question: Question;
  /** Resolves when the last run of the incident has ended in the store. */
  readonly ended: (id: string) => Promise<Incident>;
}

interface Wanted {
  readonly incidents: IncidentStore;
  readonly outbox: Outbox;
  readonly capture?: Capture;
  /** In place of the replay. */
  readonly makeVisit?: MakeVisit;
  readonly announcer?: Listener;
  readonly more?: Partial<DeskTools>;
}

/** A desk over a store, whose hosts are those of a shipped case and say what they said there. */
export function deskKit({
  incidents,
  outbox,
  capture = shippedCapture('oom-kill'),
  makeVisit,
  announcer = listener(),
  more,
}: Wanted): DeskKit {
  const time = manualTime();
  const logger = listeningLogger();
  const inventory = { hosts: capture.hosts, services: capture.services };
  const asked = capture.visits.filter(visit => visit.asked).map(({ target }) => target);
  const watchers = new Set<() => void>();
  let count = 0;
  const store: IncidentStore = {
    ...incidents,
    endRun: async (...run) => {
      const incident = await incidents.endRun(...run);
      for (const watcher of watchers) watcher();
      return incident;
    },
  };
  const desk = openDesk({
    store,
    outbox,
    announcer,
    logger,
    clock: time.clock,
    later: time.later,
    windowSeconds: 5,
    deadlineSeconds: 180,
    names: knownNames(inventory, [], playbooks),
    known: knownThings(inventory, [], playbooks),
    newId: () => `inc-${String(++count).padStart(16, '0')}`,
    version: '0.0.1',
    warnings: () => [],
    bind: ({ hosts }) => {
      const targets = asked.flatMap(target => {
        const host = capture.hosts.find(({ name }) => name === target.host);
        return host && hosts.includes(host.name) ? [{ target, host }] : [];
      });
      if (targets.length === 0) return Promise.resolve({ kind: 'refused', problems: [`No host ${hosts.join(', ')} is declared.`] });
      return Promise.resolve({ kind: 'bound', targets, notes: [] });
    },
    investigation: {
      parsers,
      matchesLine,
      playbooks,
      services: capture.services,
      findHost: address => Promise.resolve(capture.hosts.find(({ name, addresses }) => name === address || addresses.includes(address))),
      makeVisit: makeVisit ?? replayChecks(capture),
      clock: time.clock,
    },
    ...more,
  });
  const question: Question = {
    words: `${capture.symptom} on ${asked[0]?.host}`,
    symptom: capture.symptom,
    hosts: [...new Set(asked.map(({ host }) => host))],
    params: [],
  };
  const isEnded = (incident: Incident | undefined): boolean => incident?.runs.at(-1)?.state.kind !== 'looking';
  const ended = (id: string): Promise<Incident> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        incidents.find(id).then(incident => {
          if (!incident || !isEnded(incident)) return;
          watchers.delete(look);
          resolve(incident);
        }, reject);
      };
      watchers.add(look);
      look();
    });
  return { ...desk, announcer, logger, time, question, ended };
}
