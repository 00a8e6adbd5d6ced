import type { Target } from '../model/target.js';
import type { Timing } from '../model/timing.js';
import type { TracesUrl } from '../model/traces-url.js';

/** People ask some time after it began. */
const BEFORE_SECONDS = 900;

/** Says where the traces of what was timed are, when the target is a service. `from` and `to`: of the investigation, in seconds since the epoch. */
export function linkTraces(
  timing: Timing,
  { host, service }: Target,
  { from, to }: { readonly from: number; readonly to: number },
  tracesUrl: TracesUrl | undefined,
): Timing {
  if (!tracesUrl || service === undefined) return timing;
  return { ...timing, traces: tracesUrl({ service, host, from: from - BEFORE_SECONDS, to }) };
}
