import type { Kysely, Selectable } from 'kysely';
import type { Diagnosis } from '../model/diagnosis.js';
import type { Run, RunState } from '../model/incident.js';
import type { Capture } from '../model/investigation.js';
import { pack, unpack } from './packed.js';
import type { Tables } from './tables.js';

type Ended = Exclude<RunState, { kind: 'looking' }>;
type RunRow = Selectable<Tables['run']> & { readonly diagnosis: Uint8Array | null; readonly capture: Uint8Array | null };

/** The columns that tell how a run went. */
export function stateColumns(state: RunState): Pick<Tables['run'], 'state' | 'ended_at' | 'outcome' | 'says' | 'broke_off'> {
  switch (state.kind) {
    case 'looking':
      return { state: 'looking', ended_at: null, outcome: null, says: null, broke_off: null };
    case 'answered':
      return { state: 'answered', ended_at: toMs(state.at), outcome: state.investigation.diagnosis.outcome, says: null, broke_off: null };
    case 'failed':
      return {
        state: 'failed',
        ended_at: toMs(state.at),
        outcome: null,
        says: JSON.stringify(state.says),
        broke_off: state.brokeOff ? 1 : 0,
      };
  }
}

/** What a run found, as it is kept. Made before a transaction begins: compressing takes its time. */
export async function investigationColumns(state: Ended): Promise<Pick<Tables['investigation'], 'diagnosis' | 'capture'> | undefined> {
  if (state.kind !== 'answered') return undefined;
  const { diagnosis, capture } = state.investigation;
  const [packedDiagnosis, packedCapture] = await Promise.all([pack(diagnosis), pack(capture)]);
  return { diagnosis: packedDiagnosis, capture: packedCapture };
}

export const toMs = (seconds: number): number => Math.round(seconds * 1000);
export const toSeconds = (ms: number): number => ms / 1000;

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
  const { diagnosis: packedDiagnosis, capture: packedCapture } = row;
  if (row.state === 'looking') return { kind: 'looking' };
  if (row.state === 'failed') {
    const says: readonly string[] = JSON.parse(row.says ?? '[]');
    return { kind: 'failed', at, says, ...(row.broke_off === 1 ? { brokeOff: true } : {}) };
  }
  if (packedDiagnosis === null || packedCapture === null)
    return { kind: 'failed', at, says: ['What this run found is not in the store any more.'], brokeOff: true };
  const diagnosis = once((): Diagnosis => JSON.parse(unpack(packedDiagnosis)));
  const capture = once((): Capture => JSON.parse(unpack(packedCapture)));
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

/** The runs of an incident, in order. */
export async function readRuns(db: Kysely<Tables>, incident: string): Promise<readonly [Run, ...Run[]] | undefined> {
  const rows = await db
    .selectFrom('run')
    .leftJoin('investigation', join =>
      join.onRef('investigation.incident', '=', 'run.incident').onRef('investigation.run', '=', 'run.number'),
    )
    .selectAll('run')
    .select(['investigation.diagnosis', 'investigation.capture'])
    .where('run.incident', '=', incident)
    .orderBy('run.number')
    .execute();
  const [first, ...more] = rows.map(toRun);
  return first && [first, ...more];
}
