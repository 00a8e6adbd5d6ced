import type { Transaction } from 'kysely';
import type { Chain, HostTurn, KeptRemedy, Moved, RemedyStore } from '../flow/ports/remedy-store.js';
import { appendAudit } from './audit.js';
import type { Guarded } from './guarded.js';
import { toMs } from './ms.js';
import type { OpenDatabase, Tables } from './tables.js';
import type { Writing } from './writing.js';

/** The transaction is taken back as a whole. */
class NotMoved extends Error {
  readonly moved: Exclude<Moved, { kind: 'moved' }>;

  constructor(moved: Exclude<Moved, { kind: 'moved' }>) {
    super(moved.kind);
    this.moved = moved;
  }
}

const readKept = ({ json }: Pick<Tables['remedy_request'], 'json'>): KeptRemedy => {
  const kept: KeptRemedy = JSON.parse(json);
  return kept;
};

function columns(kept: KeptRemedy): Omit<Tables['remedy_request'], 'id' | 'created_at' | 'shown_revision'> {
  const { request, isOpen } = kept;
  return {
    revision: request.revision,
    incident: request.incident?.id ?? null,
    state: request.state.kind,
    host: request.plan.host,
    digest: request.plan.digest,
    is_open: isOpen ? 1 : 0,
    json: JSON.stringify(kept),
  };
}

async function changeTurn(within: Transaction<Tables>, { request }: KeptRemedy, turn: HostTurn): Promise<void> {
  const { host } = request.plan;
  if (turn === 'release') await within.deleteFrom('host_turn').where('host', '=', host).where('request', '=', request.id).execute();
  if (turn !== 'take') return;
  await within
    .insertInto('host_turn')
    .values({ host, request: request.id })
    .onConflict(conflict => conflict.column('host').doNothing())
    .execute();
  const row = await within.selectFrom('host_turn').select('request').where('host', '=', host).executeTakeFirst();
  if (row?.request !== request.id) throw new NotMoved({ kind: 'busy', by: row?.request ?? '' });
}

/** Requests for remedies, each change together with what the audit log says of it. */
export function remedyStore({ db }: OpenDatabase, guard: Guarded, write: Writing, chain: Chain): RemedyStore {
  const all = () => db.selectFrom('remedy_request').select('json');
  return {
    add: (kept, entries) =>
      write(async within => {
        const { numInsertedOrUpdatedRows: inserted } = await within
          .insertInto('remedy_request')
          .values({ ...columns(kept), id: kept.request.id, created_at: toMs(kept.request.createdAt), shown_revision: -1 })
          .onConflict(conflict => conflict.doNothing())
          .executeTakeFirst();
        if (inserted !== 1n) return 'known';
        await appendAudit(within, chain, entries);
        return 'added';
      }),
    move: async (wanted, entries, turn) => {
      const { request } = wanted;
      const kept = { ...wanted, request: { ...request, revision: request.revision + 1 } };
      try {
        await write(async within => {
          const { numUpdatedRows: updated } = await within
            .updateTable('remedy_request')
            .set(columns(kept))
            .where('id', '=', request.id)
            .where('revision', '=', request.revision)
            .executeTakeFirst();
          if (updated !== 1n) throw new NotMoved({ kind: 'stale' });
          await changeTurn(within, kept, turn);
          await appendAudit(within, chain, entries);
        });
        return { kind: 'moved', kept };
      } catch (error) {
        if (error instanceof NotMoved) return error.moved;
        throw error;
      }
    },
    find: id =>
      guard(async () => {
        const row = await all().where('id', '=', id).executeTakeFirst();
        return row && readKept(row);
      }),
    open: () => guard(async () => (await all().where('is_open', '=', 1).orderBy('created_at').orderBy('id').execute()).map(readKept)),
    waiting: limit =>
      guard(async () =>
        (await all().where('state', '=', 'requested').orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()).map(readKept),
      ),
    unshown: limit =>
      guard(async () =>
        (await all().whereRef('shown_revision', '<', 'revision').orderBy('created_at').orderBy('id').limit(limit).execute()).map(readKept),
      ),
    markShown: (id, revision) =>
      write(async within => {
        await within
          .updateTable('remedy_request')
          .set({ shown_revision: revision })
          .where('id', '=', id)
          .where('shown_revision', '<', revision)
          .execute();
      }),
    ofIncident: incident =>
      guard(async () => (await all().where('incident', '=', incident).orderBy('created_at').orderBy('id').execute()).map(readKept)),
  };
}
