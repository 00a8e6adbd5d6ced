import type { Kysely, Selectable } from 'kysely';
import type { Diagnosis } from '../model/diagnosis.js';
import type { Run, RunState } from '../model/incident.js';
import type { Capture } from '../model/investigation.js';
import { outlineOf, withoutOutline } from './capture-outline.js';
import { toMs, toSeconds } from './ms.js';
import { pack, unpack } from './packed.js';
import type { Tables } from './tables.js';

type Ended = Exclude<RunState, { kind: 'looking' }>;
type Found = Tables['investigation'];
type RunRow = Selectable<Tables['run']> & {
  readonly diagnosis: Found['diagnosis'] | null;
  readonly capture: Found['capture'] | null;
  readonly outline: Found['outline'];
};

/** In place of a capture that is not there. */
export const NO_BYTES = new Uint8Array();

/** The columns that tell how a run went. */
export function stateColumns(
  state: RunState,
): Pick<Tables['run'], 'state' | 'ended_at' | 'outcome' | 'says' | 'broke_off' | 'has_capture'> {
  switch (state.kind) {
    case 'looking':
      return { state: 'looking', ended_at: null, outcome: null, says: null, broke_off: null, has_capture: null };
    case 'answered':
      return {
        state: 'answered',
        ended_at: toMs(state.at),
        outcome: state.investigation.diagnosis.outcome,
        says: null,
        broke_off: null,
        has_capture: 1,
      };
    case 'failed':
      return {
        state: 'failed',
        ended_at: toMs(state.at),
        outcome: null,
        says: JSON.stringify(state.says),
        broke_off: state.brokeOff ? 1 : 0,
        has_capture: null,
      };
  }
}

/** What a run found, as it is kept. Made before a transaction begins: compressing takes its time. */
export async function investigationColumns(state: Ended): Promise<Omit<Found, 'incident' | 'run'> | undefined> {
  if (state.kind !== 'answered') return undefined;
  const { diagnosis, capture } = state.investigation;
  const [packedDiagnosis, packedCapture, outline] = await Promise.all([pack(diagnosis), pack(capture), pack(outlineOf(capture))]);
  return { diagnosis: packedDiagnosis, capture: packedCapture, outline };
}

/** Unpacks when it is first looked at: most who ask for an incident want its state, and a capture may be megabytes. */
function once<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}

function stateOf(row: RunRow): RunState {
  const at = toSeconds(row.ended_at ?? row.started_at);
  const { diagnosis: packedDiagnosis, capture: packedCapture, outline } = row;
  if (row.state === 'looking') return { kind: 'looking' };
  if (row.state === 'failed') {
    const says: readonly string[] = JSON.parse(row.says ?? '[]');
    return { kind: 'failed', at, says, ...(row.broke_off === 1 ? { brokeOff: true } : {}) };
  }
  if (packedDiagnosis === null || packedCapture === null)
    return { kind: 'failed', at, says: ['What this run found is not in the store any more.'], brokeOff: true };
  const diagnosis = once((): Diagnosis => JSON.parse(unpack(packedDiagnosis)));
  const kept = packedCapture.length > 0 ? packedCapture : outline;
  const capture = once((): Capture => (kept ? JSON.parse(unpack(kept)) : withoutOutline(diagnosis(), toSeconds(row.started_at), at)));
  return {
    kind: 'answered',
    at,
    investigation: {
      get diagnosis() {
        return diagnosis();
      },
      get capture() {
        return capture();
      },
    },
  };
}

function toRun(row: RunRow): Run {
  return { number: row.number, by: { id: row.started_by }, startedAt: toSeconds(row.started_at), state: stateOf(row) };
}

/**
 * The runs of an incident, in order.
 *
 * @param captures `left-out`: what hosts printed stays in the database, and a capture names only where was looked
 */
export async function readRuns(
  db: Kysely<Tables>,
  incident: string,
  captures: 'read' | 'left-out',
): Promise<readonly [Run, ...Run[]] | undefined> {
  const query = db
    .selectFrom('run')
    .leftJoin('investigation', join =>
      join.onRef('investigation.incident', '=', 'run.incident').onRef('investigation.run', '=', 'run.number'),
    )
    .selectAll('run')
    .select(['investigation.diagnosis', 'investigation.outline'])
    .where('run.incident', '=', incident)
    .orderBy('run.number');
  const rows: readonly RunRow[] =
    captures === 'read'
      ? await query.select('investigation.capture').execute()
      : (await query.execute()).map(row => ({ ...row, capture: row.diagnosis && NO_BYTES }));
  const [first, ...more] = rows.map(toRun);
  return first && [first, ...more];
}
