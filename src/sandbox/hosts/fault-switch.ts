import { setTimeout as delay } from 'node:timers/promises';
import type { DemoFault, Place } from './faults.js';
import { seenFrom } from './observe.js';
import { type Program, startProgram } from './program.js';
import type { ServiceOptions } from './programs/service.js';

/** What is seen of a service, whatever was asked for. */
type SeenState = 'healthy' | 'broken' | 'neither';

export type SwitchState = SeenState | 'busy';

/** One service of the demo and its switch. */
export interface FaultSwitch {
  readonly fault: DemoFault;
  readonly state: () => SwitchState;
  /** What went wrong with the last turn, in a sentence. */
  readonly trouble: () => string | undefined;
  /** Breaks or mends. Where it is so already, nothing happens. Gives a sentence when it failed. */
  readonly turn: (to: 'healthy' | 'broken') => Promise<string | undefined>;
  /** Looks again. */
  readonly look: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** How long a fault may take to show itself: a queue or a limit fills as fast as clients come. */
const SHOWS_MS = 20_000;
const LOOK_EVERY_MS = 150;
/** As usual for Node: more than all clients of the demo together. */
const BACKLOG = 511;

export interface FaultSwitchOptions {
  readonly fault: DemoFault;
  readonly place: Place;
  /** The process of the clients. */
  readonly clients: Program;
  readonly onChange: () => void;
}

/** Makes the switch of one service, which does not run yet: `turn` starts it. */
export function createFaultSwitch({ fault, place, clients, onChange }: FaultSwitchOptions): FaultSwitch {
  let program: Program | undefined;
  let state: SwitchState = 'neither';
  let trouble: string | undefined;
  let ended = false;
  let turning: Promise<string | undefined> | undefined;

  const set = (next: SwitchState, why?: string): void => {
    const changed = next !== state || why !== trouble;
    state = next;
    trouble = why;
    if (changed && !ended) onChange();
  };

  const observe = async (): Promise<SeenState> => {
    if (await fault.isSeen(place, program)) return 'broken';
    return (await seenFrom(place.address, place.port)) === 'answers' ? 'healthy' : 'neither';
  };

  const start = async (to: 'healthy' | 'broken'): Promise<void> => {
    const ill = to === 'broken' ? fault.broken : {};
    await program?.end();
    if (ended) return;
    const options: ServiceOptions = {
      title: fault.service,
      parent: process.pid,
      address: ill.address ?? place.address,
      port: place.port,
      backlog: ill.backlog ?? BACKLOG,
      manner: ill.manner ?? 'answers',
    };
    program = await startProgram('service', options, ill.descriptors);
    if (ended) return program.end();
    if (ill.crowd) clients.send({ kind: 'send', id: fault.id, crowd: ill.crowd(place) });
  };

  const turn = async (to: 'healthy' | 'broken'): Promise<string | undefined> => {
    if ((await observe()) === to && program?.isAlive() !== undefined) {
      set(to);
      return undefined;
    }
    set('busy');
    clients.send({ kind: 'home', id: fault.id });
    let why: string | undefined;
    let seen: SeenState = 'neither';
    try {
      await start(to);
      for (const until = Date.now() + SHOWS_MS; !ended && Date.now() < until; await delay(LOOK_EVERY_MS)) {
        seen = await observe();
        if (seen === to) break;
      }
      if (seen !== to && !ended) {
        why = `${fault.service} was ${to === 'broken' ? 'broken' : 'mended'}, but after ${SHOWS_MS / 1000} s nothing shows it. Try again.`;
      }
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    set(seen, why);
    return why;
  };

  return {
    fault,
    state: () => state,
    trouble: () => trouble,
    turn: to => {
      if (ended) return Promise.resolve('the demo ends');
      if (turning) return Promise.resolve(`${fault.service} is being switched: wait until that is done`);
      turning = turn(to).finally(() => {
        turning = undefined;
      });
      return turning;
    },
    look: async () => {
      if (turning || ended) return;
      const seen = await observe();
      if (turning || ended || seen === state) return;
      const how = program?.ended();
      set(seen, seen === 'neither' && how !== undefined ? `The process of ${fault.service} has gone: ${how}.` : undefined);
    },
    end: async () => {
      ended = true;
      await program?.end();
      await turning?.catch(() => undefined);
      await program?.end();
    },
  };
}
