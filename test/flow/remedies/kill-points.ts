import { writeSync } from 'node:fs';
import type { HostActor } from '../../../src/flow/ports/host-actor.js';
import type { RemedyStore } from '../../../src/flow/ports/remedy-store.js';

/** What must be true of whoever is killed where, when the next process has ended: state, and value of the setting. */
export const KILL_POINTS: readonly (readonly [remedy: string, point: string, ends: readonly string[], setting: string])[] = [
  ['raise', 'after approved', ['kept'], '1024'],
  ['raise', 'before running', ['kept'], '1024'],
  ['raise', 'after running', ['failed'], '128'],
  ['raise', 'about to sysctl-set', ['failed'], '128'],
  ['raise', 'did sysctl-set', ['kept'], '1024'],
  ['raise', 'before done', ['kept'], '1024'],
  ['raise', 'after done', ['kept'], '1024'],
  ['raise', 'after verified', ['kept'], '1024'],
  ['raise', 'before kept', ['kept'], '1024'],
  ['useless', 'after not-verified', ['undone'], '128'],
  ['useless', 'before undone', ['undone'], '128'],
  ['armed', 'about to arm', ['failed'], '128'],
  ['armed', 'did arm', ['failed'], '128'],
  ['armed', 'did sysctl-set', ['kept'], '1024'],
  ['armed', 'about to disarm', ['kept'], '1024'],
  ['armed', 'did disarm', ['kept'], '1024'],
  ['once', 'about to counts', ['not-undone'], '128'],
  ['once', 'did counts', ['not-undone'], '128'],
];

/** Says on stdout where it is; at `stopAt` it stands still until it is killed. */
export async function reached(point: string, stopAt: string): Promise<void> {
  writeSync(1, `${point}\n`);
  if (point === stopAt) await new Promise(() => setInterval(() => undefined, 1000));
}

/** A store and an actor that tell each step before and after it. */
export function telling(
  remedies: RemedyStore,
  actor: HostActor,
  stopAt: string,
): { readonly remedies: RemedyStore; readonly actor: HostActor } {
  return {
    remedies: {
      ...remedies,
      move: async (...wanted) => {
        const { state } = wanted[0].request;
        await reached(`before ${state.kind}`, stopAt);
        const moved = await remedies.move(...wanted);
        if (moved.kind === 'moved') await reached(`after ${state.kind}`, stopAt);
        return moved;
      },
    },
    actor: {
      ...actor,
      act: async (on, argv, options) => {
        const verb = argv[0] === 'faultline-root' ? argv[1] : argv[0].split('/').at(-1);
        await reached(`about to ${verb}`, stopAt);
        const acted = await actor.act(on, argv, options);
        await reached(`did ${verb}`, stopAt);
        return acted;
      },
    },
  };
}
