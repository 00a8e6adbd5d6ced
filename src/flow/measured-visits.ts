import type { Measures } from './ports/measures.js';
import type { Clock, MakeVisit } from './ports.js';

/** Visits that are counted: how each ended, and how long it took. One that is called off is not counted. */
export function measuredVisits(makeVisit: MakeVisit, measures: Pick<Measures, 'visitEnded'>, clock: Clock): MakeVisit {
  return async (visit, options) => {
    const began = clock.now();
    const runs = await makeVisit(visit, options);
    if (options.signal?.aborted) return runs;
    // Own probes are always made: what counts is whether the host could be looked at.
    const wasReached = visit.onHost.length === 0 || runs.some(({ uid, trouble }) => uid >= 0 && trouble === undefined);
    measures.visitEnded(wasReached ? 'looked' : 'unreachable', clock.now() - began);
    return runs;
  };
}
