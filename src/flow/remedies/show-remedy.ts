import type { RemedyRequest } from '../../model/remedy-request.js';
import type { RemedyTools } from './remedy-tools.js';

export interface ShowRemedy {
  /** Shows a request as it stands in the store by now. Never throws: what was not shown is shown later. */
  readonly now: (id: string) => Promise<void>;
  /** Shows output that is not kept yet. */
  readonly live: (request: RemedyRequest) => void;
  /** Shows what a killed process left unshown. */
  readonly unshown: () => Promise<void>;
}

const MOST_AT_ONCE = 50;

/** One request is shown by one caller at a time, and always as it stands in the store, so that the newest is what stays. */
export function showRemedy({ remedies, announcer, logger }: Pick<RemedyTools, 'remedies' | 'announcer' | 'logger'>): ShowRemedy {
  const turns = new Map<string, Promise<void>>();

  function inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work).catch((error: unknown) => {
      logger.warn({ error, request: id }, 'a remedy could not be shown; it is tried again');
    });
    turns.set(id, turn);
    void turn.then(() => {
      if (turns.get(id) === turn) turns.delete(id);
    });
    return turn;
  }

  const now: ShowRemedy['now'] = id =>
    inTurn(id, async () => {
      const kept = await remedies.find(id);
      if (!kept) return;
      await announcer.showRemedy(kept.request);
      await remedies.markShown(id, kept.request.revision);
    });

  return {
    now,
    live: request => void inTurn(request.id, () => announcer.showRemedy(request)),
    unshown: async () => {
      for (const { request } of await remedies.unshown(MOST_AT_ONCE)) await now(request.id);
    },
  };
}
