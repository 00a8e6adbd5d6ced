import { randomUUID } from 'node:crypto';
import { alertReader } from '../../src/flow/alert-reader.js';
import type { DeskTools } from '../../src/flow/desk.js';
import { knownNames } from '../../src/flow/known-things.js';
import { type OpenAlerts, openAlerts } from '../../src/flow/open-alerts.js';
import type { AlertAnnouncer } from '../../src/flow/ports/alert-announcer.js';
import type { SignalStore, StoryStore } from '../../src/flow/ports/alert-store.js';
import type { Silencer, SilenceState, WantedSilence } from '../../src/flow/ports/alertmanager.js';
import type { DrawGraph, Graph } from '../../src/flow/ports/graph.js';
import type { Measures } from '../../src/flow/ports/measures.js';
import type { Around, IncidentStore, MakeVisit, Outbox } from '../../src/flow/ports.js';
import type { AlertGroup } from '../../src/model/alert.js';
import type { Incident } from '../../src/model/incident.js';
import type { Storm, StormMember } from '../../src/model/story.js';
import type { Summary } from '../../src/model/summary.js';
import { type DeskKit, deskKit, listener, playbooks, shippedCapture } from './desk-kit.js';

/** Counts nothing. */
const noMeasures: Measures = {
  webhook: () => undefined,
  alertsIn: () => undefined,
  settled: () => undefined,
  runEnded: () => undefined,
  visitEnded: () => undefined,
  query: () => undefined,
  message: () => undefined,
  chatLimited: () => undefined,
  silence: () => undefined,
  storm: () => undefined,
  leaseHeld: () => undefined,
};

/** Others each time: a store outlives the kits over it. */
const letters = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

interface Shown {
  readonly incident: Incident;
  readonly summary: Summary | undefined;
  readonly around: Around | undefined;
}

/** An Alertmanager's silences in memory; `refuses` makes it say no. */
export function memorySilencer() {
  const silences = new Map<string, WantedSilence & { state: SilenceState }>();
  const silencer: Silencer & { readonly silences: typeof silences; refuses: string | undefined } = {
    silences,
    refuses: undefined,
    silence: wanted => {
      if (silencer.refuses !== undefined) return Promise.resolve({ kind: 'refused', says: silencer.refuses });
      const id = `s-${silences.size + 1}`;
      silences.set(id, { ...wanted, state: 'active' });
      return Promise.resolve({ kind: 'silenced', id });
    },
    end: id => {
      if (silencer.refuses !== undefined) return Promise.resolve({ kind: 'refused', says: silencer.refuses });
      const silence = silences.get(id);
      if (silence) silence.state = 'expired';
      return Promise.resolve({ kind: 'ended' });
    },
    stateOf: id => Promise.resolve({ kind: 'known', state: silences.get(id)?.state ?? 'unknown' }),
  };
  return silencer;
}

export interface AlertStores {
  readonly incidents: IncidentStore;
  readonly outbox: Outbox;
  readonly signals: SignalStore;
  readonly stories: StoryStore;
}

interface Wanted {
  readonly makeVisit?: MakeVisit;
  readonly silencer?: Silencer;
  readonly drawGraph?: DrawGraph;
  /** Before anything is shown: throw to have it fail. */
  readonly onShow?: (shown: Shown) => Promise<void>;
  readonly more?: Partial<DeskTools>;
  /** More new incidents than this are a storm. */
  readonly stormFrom?: number;
}

export interface AlertKit extends OpenAlerts {
  readonly kit: DeskKit;
  readonly shown: readonly Shown[];
  readonly storms: readonly { readonly storm: Storm; readonly members: readonly StormMember[] }[];
  readonly graphs: readonly Graph[];
  readonly keep: (...groups: readonly AlertGroup[]) => Promise<void>;
  /** Resolves once the condition is true. */
  readonly until: (isTrue: () => unknown) => Promise<void>;
  /** Resolves once no signal waits. */
  readonly settled: () => Promise<void>;
}

/** The whole way of alerts over a store: the hosts are those of a shipped case, the chat and Alertmanager are in memory. */
export function alertKit(stores: AlertStores, { makeVisit, silencer, drawGraph, onShow, more, stormFrom = 3 }: Wanted = {}): AlertKit {
  const shown: Shown[] = [];
  const storms: { storm: Storm; members: readonly StormMember[] }[] = [];
  const graphs: Graph[] = [];
  const capture = shippedCapture('oom-kill');
  const alerts: AlertAnnouncer = {
    showGraph: (_, __, graph) => {
      graphs.push(graph);
      return Promise.resolve();
    },
    showStorm: (storm, _, members) => {
      storms.push({ storm, members });
      return Promise.resolve();
    },
  };
  const ears = listener();
  const announcer = {
    ...ears,
    show: async (incident: Incident, summary: Summary | undefined, around?: Around) => {
      await onShow?.({ incident, summary, around });
      shown.push({ incident, summary, around });
      await ears.show(incident, summary);
    },
  };
  let kit: DeskKit | undefined;
  // The desk's kit has the time and the log, so that it is built first, and again with the parts that know of alerts.
  const plain = deskKit({ ...stores, capture });
  const { clock, later } = plain.time;
  const { logger } = plain;
  const opened = openAlerts({
    ...stores,
    announcer,
    alerts,
    ...(silencer ? { silencer } : {}),
    ...(drawGraph ? { drawGraph } : {}),
    read: alertReader({
      names: knownNames({ hosts: capture.hosts, services: capture.services }, [], playbooks),
      symptoms: [...playbooks.symptoms.values()],
      rules: [{ match: { team: 'elsewhere' }, channel: 'C-ELSEWHERE' }],
      labels: { host: ['instance'], service: ['job'] },
      logger,
    }),
    playbooks,
    place: { channel: 'C-ALERTS' },
    storm: { incidents: stormFrom, windowSeconds: 60, open: 2, quietSeconds: 300 },
    rejoinSeconds: 1800,
    newIncidentId: () => `inc-${letters()}`,
    newStormId: () => `storm-${letters()}`,
    openDesk: parts => {
      kit = deskKit({
        ...stores,
        capture,
        ...(makeVisit ? { makeVisit } : {}),
        announcer: ears,
        more: { ...parts, clock, later, logger, ...more },
      });
      return kit;
    },
    measures: noMeasures,
    clock,
    later,
    logger,
  });
  if (!kit) throw new Error('no desk was built');
  let sent = 0;
  const until = async (isTrue: () => unknown): Promise<void> => {
    for (;;) {
      if (await isTrue()) return;
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return {
    ...opened,
    kit: { ...kit, time: plain.time, logger },
    shown,
    storms,
    graphs,
    keep: async (...groups) => {
      for (const group of groups) await stores.signals.keep({ id: `signal-${++sent}`, receivedAt: clock.now(), group });
      opened.wake();
    },
    until,
    settled: () => until(async () => (await stores.signals.backlog()) === 0),
  };
}
