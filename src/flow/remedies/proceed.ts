import type { KeptRemedy } from '../ports/remedy-store.js';
import { findOut } from './find-out.js';
import { moveRemedy } from './move-remedy.js';
import { ITSELF, type RemedyTools } from './remedy-tools.js';
import type { ShowRemedy } from './show-remedy.js';
import { startRemedy } from './start-remedy.js';
import { undoRemedy } from './undo-remedy.js';
import { endArmed, keepRemedy, leaveUnverified, verifyRemedy } from './verify-remedy.js';

/** Whether another remedy runs on that host now. The turn itself is taken in the store. */
async function isBusy({ request }: KeptRemedy, { remedies }: RemedyTools): Promise<boolean> {
  const open = await remedies.open();
  return open.some(({ request: { id, plan, state } }) => id !== request.id && plan.host === request.plan.host && 'run' in state);
}

async function expireWhenDue(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, state } = kept.request;
  if ((state.kind !== 'requested' && state.kind !== 'approved') || tools.clock.now() < state.request.expiresAt) return false;
  await moveRemedy(id, { kind: 'expire' }, { who: ITSELF, why: 'nobody carried it out in time' }, tools);
  await show.now(id);
  return true;
}

/** Does the next step of a request; false: it waits, for people or for its time. */
async function step(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, state, plan } = kept.request;
  if (await expireWhenDue(kept, tools, show)) return true;
  switch (state.kind) {
    case 'approved':
      // Its steps are a person's; and there is no use in looking while another one changes the host.
      if (plan.kind === 'guided' || (await isBusy(kept, tools))) return false;
      return startRemedy(kept, tools, show);
    case 'running': {
      // Whoever runs it is this very call, and does not come here: the process that ran it was killed.
      const why = 'the process that carried it out ended in the middle';
      await moveRemedy(id, { kind: 'lose', run: state.run, why }, { who: ITSELF, why }, tools);
      await show.now(id);
      return true;
    }
    case 'unknown':
      return findOut(kept, tools, show);
    case 'done':
      await verifyRemedy(kept, tools, show);
      return true;
    case 'verified':
      return keepRemedy(kept, tools, show);
    case 'failed':
      return undoRemedy(kept, state.why, tools, show);
    case 'not-verified':
      if (state.because === 'still-there') return undoRemedy(kept, state.why, tools, show);
      if (plan.kind === 'run' && plan.confirmWithinSeconds !== undefined) return endArmed(kept, tools, show);
      await leaveUnverified(kept, tools, show);
      return true;
    default:
      return false;
  }
}

/** More steps than any request can take. */
const MOST_STEPS = 20;

/**
 * Takes a request as far as it goes without people, from wherever it stands: the same way for a fresh approval and for what a killed process
 * left. May be called again at any time, but by one caller at a time.
 *
 * @returns whether anything was done
 */
export async function proceed(id: string, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const kept = await tools.remedies.find(id);
    if (!kept?.isOpen || !(await step(kept, tools, show))) return steps > 0;
  }
  return true;
}
