import type { PageEvent } from './page-api.js';

/** Carries what changes to the open pages. `undefined` as the user: to everybody. */
export interface PageBus {
  readonly send: (user: string | undefined, event: PageEvent) => void;
  /** Somebody's state (channels, bot online …) has to be read again. */
  readonly stateChanged: () => void;
  readonly listen: (user: string, listener: (event: PageEvent | 'state') => void) => () => void;
}

export function createPageBus(): PageBus {
  const listeners = new Set<{ readonly user: string; readonly tell: (event: PageEvent | 'state') => void }>();
  return {
    send: (user, event) => {
      for (const listener of listeners) if (user === undefined || listener.user === user) listener.tell(event);
    },
    stateChanged: () => {
      for (const { tell } of listeners) tell('state');
    },
    listen: (user, tell) => {
      const listener = { user, tell };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
