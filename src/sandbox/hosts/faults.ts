import { halfClosed, openDescriptors, seenFrom, waitingForAccept } from './observe.js';
import type { Program } from './program.js';
import type { Crowd } from './programs/clients.js';
import type { ServiceManner } from './programs/service.js';

/** Where a demo service is. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** One thing that can be broken: a service, and what makes it ill. */
export interface DemoFault {
  readonly id: string;
  readonly host: string;
  readonly service: string;
  /** Which port of the demo's block it listens on. */
  readonly portIndex: number;
  readonly title: string;
  readonly whenHealthy: string;
  readonly whenBroken: string;
  readonly tryThis: string;
  readonly broken: {
    readonly manner?: ServiceManner;
    readonly address?: string;
    /** Length of its accept queue. */
    readonly backlog?: number;
    /** Limit of open files. */
    readonly descriptors?: number;
    readonly crowd?: (place: Place) => Crowd;
  };
  /** Whether the fault can be seen on this machine now. */
  readonly isSeen: (place: Place, program: Program | undefined) => Promise<boolean> | boolean;
  /** A command of the host without which the bot cannot see this fault. */
  readonly needs?: 'ss';
}

/** With 16 or more waiting the bot sees a full queue even where it cannot read its limit (no `ss`). */
const SHORT_BACKLOG = 16;
/** Node itself needs about 25 before it serves anybody. */
const FEW_DESCRIPTORS = 64;
/** From this number on, CLOSE-WAIT sockets that climb are a leak (playbooks/faults/close-wait-leak.yaml). */
const MANY_HALF_CLOSED = 30;

const LOCALHOST = '127.0.0.1';

/** Everything that can be broken, in the order of the panel. */
export const demoFaults: readonly DemoFault[] = [
  {
    id: 'wrong-address',
    host: 'api-1',
    service: 'orders',
    portIndex: 0,
    title: 'orders: wrong address',
    whenHealthy: 'Break it, and it listens on 127.0.0.1 only: its clients are refused.',
    whenBroken: 'The service runs, but it listens on 127.0.0.1 only. Its clients are refused, and the shop at gw-1 answers 502.',
    tryThis: '/diagnose connection refused on orders',
    broken: { address: LOCALHOST },
    isSeen: async ({ address, port }) => (await seenFrom(address, port)) === 'refused' && (await seenFrom(LOCALHOST, port)) === 'answers',
  },
  {
    id: 'full-accept-queue',
    host: 'api-2',
    service: 'checkout',
    portIndex: 1,
    title: 'checkout: full accept queue',
    whenHealthy: 'Break it, and it accepts no connection any more: they queue up.',
    whenBroken: 'Its only thread waits for ever, and its accept queue is full: clients wait in vain, and the till at gw-1 answers 504.',
    tryThis: '/diagnose gateway timeout on till',
    broken: { manner: 'never-accepts', backlog: SHORT_BACKLOG, crowd: place => ({ kind: 'stay', ...place, count: 30 }) },
    isSeen: ({ port }) => waitingForAccept(port) > SHORT_BACKLOG,
  },
  {
    id: 'no-descriptors',
    host: 'api-3',
    service: 'media',
    portIndex: 2,
    title: 'media: out of descriptors',
    whenHealthy: `Break it, and it may open only ${FEW_DESCRIPTORS} files and sockets, fewer than its clients need.`,
    whenBroken: `It may open only ${FEW_DESCRIPTORS} files and sockets, and its clients hold more: new ones are thrown out.`,
    tryThis: '/diagnose too many open files on api-3',
    broken: { descriptors: FEW_DESCRIPTORS, crowd: place => ({ kind: 'stay', ...place, count: FEW_DESCRIPTORS }) },
    // The last one or two come and go: Node throws clients out by closing a spare descriptor for a moment.
    isSeen: (_place, program) => program !== undefined && openDescriptors(program.pid) >= FEW_DESCRIPTORS - 2,
  },
  {
    id: 'crashed',
    host: 'api-4',
    service: 'mail',
    portIndex: 3,
    title: 'mail: crash',
    whenHealthy: 'Break it, and its process dies of an uncaught error.',
    whenBroken:
      'An uncaught error ended the process. No service manager knows it, so the bot can prove that nobody listens, but not why: it says so.',
    tryThis: '/diagnose connection refused on mail',
    broken: { manner: 'crashes' },
    isSeen: async ({ address, port }, program) => program?.isAlive() !== true && (await seenFrom(address, port)) === 'refused',
  },
  {
    id: 'slow',
    host: 'api-5',
    service: 'search',
    portIndex: 4,
    title: 'search: slow answers',
    whenHealthy: 'Break it, and it takes 30 s for an answer.',
    whenBroken: 'It answers after 30 s, so the finder at gw-1 answers 504. Nothing on its host shows why: the bot says how far it came.',
    tryThis: '/diagnose 504 on finder',
    broken: { manner: 'answers-late' },
    isSeen: async ({ address, port }, program) => program?.isAlive() === true && (await seenFrom(address, port)) === 'silent',
  },
  {
    id: 'close-wait',
    host: 'api-6',
    service: 'stock',
    portIndex: 5,
    title: 'stock: forgotten connections',
    whenHealthy: 'Break it, and it never closes a connection that its client has closed.',
    whenBroken: 'Clients come and go, but the service never closes its side: sockets in CLOSE-WAIT pile up.',
    tryThis: '/diagnose CLOSE_WAIT sockets grow on api-6',
    broken: {
      manner: 'forgets-to-close',
      crowd: place => ({ kind: 'leave', ...place, first: MANY_HALF_CLOSED + 10, perSecond: 2, most: 400 }),
    },
    isSeen: ({ port }) => halfClosed(port) >= MANY_HALF_CLOSED,
    needs: 'ss',
  },
];
