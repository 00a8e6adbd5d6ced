import { verdictOfVerification } from '../../remediation/verdict-of-verification.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { armedState, disarmUndo } from './armed-undo.js';
import { leftOf, lookForFault } from './look-for-fault.js';
import { moveRemedy } from './move-remedy.js';
import { ITSELF, type RemedyTools, wait } from './remedy-tools.js';
import { sameAsBefore } from './same-as-before.js';
import type { ShowRemedy } from './show-remedy.js';

/** The host ends a command after its time, and kills it this much later. */
const KILLED_SECONDS = 6;

type Found = { readonly found: 'changed' | 'unchanged' | 'undone'; readonly why: string };

/** Looks at the host; undefined: it could not be seen yet. */
async function look(kept: KeptRemedy, token: string, tools: RemedyTools): Promise<Found | undefined> {
  const { request, before, target, step } = kept;
  const { plan } = request;
  const host = await tools.findHost(plan.host);
  const remedy = tools.visits.playbooks.remedies.get(request.remedy);
  if (!host || plan.kind === 'guided') return { found: 'changed', why: `${plan.host} is not declared any more, so that nobody can look` };
  if (plan.confirmWithinSeconds !== undefined) {
    const armed = await armedState(plan, token, host, tools);
    if (armed.kind === 'could-not-look' || armed.kind === 'firing') return undefined;
    if (armed.kind === 'fired' && armed.exit === 0)
      return { found: 'undone', why: `the undo that was armed on the host has run: ${armed.output}` };
    if (armed.kind === 'fired') return { found: 'changed', why: `the undo that was armed ended with exit ${armed.exit}: ${armed.output}` };
    if (armed.kind === 'none') return { found: 'unchanged', why: 'nothing was run: the undo, which comes first, was not armed' };
    // It was armed, but the change itself was never begun.
    if (!step) {
      const disarmed = await disarmUndo(plan, token, host, tools);
      return disarmed.kind === 'ended' && disarmed.exit === 0
        ? { found: 'unchanged', why: 'only the undo was armed; nothing was run' }
        : undefined;
    }
  }
  if (!step) return { found: 'unchanged', why: 'no command was begun' };
  if (step.index > 0) return { found: 'changed', why: `the first ${step.index} of ${plan.run.length} commands had succeeded` };
  const same = await sameAsBefore(plan, host, tools);
  if (same.kind === 'could-not-look') return undefined;
  if (same.kind === 'changed') return { found: 'changed', why: 'the host has other values than before' };
  if (same.kind === 'same') return { found: 'unchanged', why: 'the host has the same values as before' };
  const made = await lookForFault({ host, target, fault: request.plan.fault, checks: remedy?.checks ?? [] }, tools);
  const verdict = verdictOfVerification(plan.verify.gone, before, leftOf(made, plan.about));
  if (verdict.verdict === 'could-not-look') return undefined;
  return {
    found: 'changed',
    why: verdict.verdict === 'verified' ? 'what it removes is gone' : 'nobody can tell whether it ran: it is verified as if it had',
  };
}

/**
 * Finds out what became of a run whose line broke, or whose process was killed: by looking, never by running again. Waits until the host itself
 * has ended every command.
 *
 * @returns false: the host could not be looked at; to be tried again
 */
export async function findOut(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, state, plan } = kept.request;
  if (state.kind !== 'unknown') return true;
  const { clock, later, commandSeconds } = tools;
  const begun = kept.step?.at ?? state.startedAt;
  await wait(begun + commandSeconds + KILLED_SECONDS - clock.now(), later);
  const found = await look(kept, state.run, tools);
  if (!found) return false;
  const isOpen = found.found === 'changed';
  // What was not begun must not be undone by its timer later.
  if (found.found === 'unchanged' && plan.kind === 'run' && plan.confirmWithinSeconds !== undefined) {
    const host = await tools.findHost(plan.host);
    if (host) await disarmUndo(plan, state.run, host, tools);
  }
  await moveRemedy(id, { kind: 'find', ...found }, { who: ITSELF, why: found.why, isOpen, details: { found: found.found } }, tools);
  await show.now(id);
  return true;
}
