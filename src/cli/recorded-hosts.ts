import type { MakeVisit, Visit } from '../flow/ports.js';
import { replayChecks } from '../flow/replay-checks.js';
import type { Capture } from '../model/investigation.js';
import type { PagePanel } from '../sandbox/page-api.js';
import type { Panel } from '../sandbox/workspace.js';
import type { DemoInventory } from './demo-config.js';
import type { CaptureRead } from './read-capture.js';

/** A fault whose hosts were recorded, by the names of its cases in playbooks/cases: asked at the service itself, and at the gateway. */
interface RecordedFault {
  readonly id: string;
  readonly title: string;
  readonly whenBroken: string;
  readonly tryThis: string;
  readonly cases: readonly string[];
}

const FAULTS: readonly RecordedFault[] = [
  {
    id: 'full-accept-queue',
    title: 'items: full accept queue',
    whenBroken: 'Its accept queue is full: clients wait in vain, and the shop at gw answers 504.',
    tryThis: '/diagnose gateway timeout on shop',
    cases: ['gateway-accept-queue-overflow', 'accept-queue-overflow'],
  },
  {
    id: 'out-of-memory',
    title: 'items: out of memory',
    whenBroken: 'The kernel killed the service, and the shop at gw answers 502.',
    tryThis: '/diagnose bad gateway on shop',
    cases: ['chain-oom-bad-gateway', 'oom-kill'],
  },
  {
    id: 'wrong-address',
    title: 'items: wrong address',
    whenBroken: 'The service runs, but it listens on 127.0.0.1 only: its clients are refused.',
    tryThis: '/diagnose connection refused on items',
    cases: ['wrong-interface', 'gateway-wrong-interface'],
  },
  {
    id: 'crashed',
    title: 'items: crash',
    whenBroken: 'An uncaught error ended the process, and systemd does not start it again.',
    tryThis: '/diagnose service down on items',
    cases: ['process-crashed', 'gateway-process-crashed'],
  },
  {
    id: 'no-descriptors',
    title: 'items: out of descriptors',
    whenBroken: 'It may open no more files and sockets: new clients are thrown out.',
    tryThis: '/diagnose too many open files on items',
    cases: ['fd-limit-app', 'gateway-fd-limit-app'],
  },
];

/** What the hosts showed when nothing was broken, question by question. */
const HEALTHY: readonly string[] = [
  'healthy-504-gateway-timeout-gw-80',
  'healthy-bad-gateway-gw-80',
  'healthy-connection-refused-app1-8080',
  'healthy-connection-timed-out-app1-8080',
  'healthy-too-many-open-files-app1-8080',
  'healthy-too-many-open-files-gw-80',
  'healthy-slow-response-time-app1-8080',
];

/** Hosts that are not there: their answers were recorded on real ones. */
export interface RecordedHosts {
  readonly inventory: DemoInventory;
  readonly panel: Panel;
  readonly turn: (fault: string, to: 'healthy' | 'broken') => Promise<string | undefined>;
  readonly makeVisit: MakeVisit;
}

const INVENTORY: DemoInventory = {
  hosts: [
    { name: 'gw', address: '10.78.1.2' },
    { name: 'app1', address: '10.78.2.2', otherAddress: 'app1.lab' },
  ],
  services: [
    { name: 'shop', host: 'gw', port: 80, url: 'http://10.78.1.2/v1/items', dependsOn: 'items' },
    { name: 'items', host: 'app1', port: 8080, url: 'http://10.78.2.2:8080/v1/items' },
  ],
};

/** How many of the visit's checks a capture holds, made at the same place. */
function heldBy({ visits }: Capture, { target, onHost, fromBot, fromPrometheus }: Visit): number {
  const past = visits.find(made => made.target.host === target.host && made.target.port === target.port);
  const keys = new Set(past?.runs.flatMap(({ runs }) => runs.map(({ key }) => key)));
  return [...onHost, ...fromBot, ...fromPrometheus].filter(({ key }) => keys.has(key)).length;
}

function panelOf(broken: string | undefined, recordedOn: string, why: string): PagePanel {
  return {
    title: 'Recorded hosts',
    says: `${why} So these hosts are not here: what the bot reads was recorded on real hosts on ${recordedOn}. One fault at a time.`,
    groups: [
      {
        title: 'app1, behind gw',
        items: FAULTS.map(({ id, title, whenBroken, tryThis }) => ({
          id,
          title,
          says: id === broken ? whenBroken : 'Now as it was recorded when nothing was broken.',
          state: id === broken ? 'broken' : 'healthy',
          button: id === broken ? 'Mend it' : 'Break it',
          tryThis,
        })),
      },
    ],
  };
}

/**
 * Hosts for a machine that cannot break anything for real: every visit is answered from a recording, chosen by what is "broken" now.
 * `why` says, in a sentence, why nothing real can be shown here. Throws when a recording is missing: they come with Faultline.
 */
export function openRecordedHosts(read: (caseName: string) => CaptureRead, why: string): RecordedHosts {
  const open = (name: string): Capture => {
    const found = read(name);
    if (found.kind === 'failed') throw new Error(`the recording ${name} cannot be used: ${found.says}`);
    return found.capture;
  };
  const healthy = HEALTHY.map(open);
  const captures = new Map(FAULTS.map(({ id, cases }) => [id, cases.map(open)]));
  const recordedOn = new Date((healthy[0]?.startedAt ?? 0) * 1000).toISOString().slice(0, 10);
  const listeners: (() => void)[] = [];
  let broken: string | undefined;
  const turn: RecordedHosts['turn'] = (id, to) => {
    if (!captures.has(id)) return Promise.resolve('There is nothing of that name in the demo: load the page again.');
    if (to === 'broken') broken = id;
    else if (broken === id) broken = undefined;
    for (const listener of listeners) listener();
    return Promise.resolve(undefined);
  };
  return {
    inventory: INVENTORY,
    turn,
    panel: {
      read: () => panelOf(broken, recordedOn, why),
      onChange: listener => void listeners.push(listener),
      press: async id => {
        const says = await turn(id, broken === id ? 'healthy' : 'broken');
        return says === undefined ? { ok: true } : { ok: false, says };
      },
    },
    makeVisit: (visit, options) => {
      const candidates = captures.get(broken ?? '') ?? healthy;
      const [first, ...others] = candidates;
      if (first === undefined) return Promise.resolve([]);
      const best = others.reduce((one, other) => (heldBy(other, visit) > heldBy(one, visit) ? other : one), first);
      return replayChecks(best)(visit, options);
    },
  };
}
