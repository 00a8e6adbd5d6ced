import { type VerificationVerdict, verdictOfVerification } from '../../remediation/verdict-of-verification.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { armedState, disarmUndo } from './armed-undo.js';
import { leftOf, lookForFault } from './look-for-fault.js';
import { moveRemedy, noteRemedy } from './move-remedy.js';
import { ITSELF, type RemedyTools, wait } from './remedy-tools.js';
import type { ShowRemedy } from './show-remedy.js';

/** A host that restarts a service may be slow to answer: it is looked at so often, so many seconds apart, before it counts as not seen. */
const LOOKS = 3;
const BETWEEN_SECONDS = 5;

/** Looks at the same evidence again, once. */
export async function lookAgain({ request, target, before }: KeptRemedy, tools: RemedyTools): Promise<VerificationVerdict> {
  const { plan } = request;
  const host = await tools.findHost(plan.host);
  const checks = tools.visits.playbooks.remedies.get(request.remedy)?.checks ?? [];
  if (!host)
    return verdictOfVerification(plan.verify.gone, before, { kind: 'could-not-look', why: `${plan.host} is not declared any more` });
  const made = await lookForFault({ host, target, fault: plan.fault, checks }, tools);
  return verdictOfVerification(plan.verify.gone, before, leftOf(made, plan.about));
}

/** Waits as the remedy says, looks at the same evidence again, and keeps what it says now. */
export async function verifyRemedy(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<void> {
  const { id, plan, state } = kept.request;
  if (state.kind !== 'done') return;
  await wait(state.at + plan.verify.afterSeconds - tools.clock.now(), tools.later);
  let verdict = await lookAgain(kept, tools);
  for (let look = 1; look < LOOKS && verdict.verdict === 'could-not-look'; look++) {
    await wait(BETWEEN_SECONDS, tools.later);
    verdict = await lookAgain(kept, tools);
  }
  const { why, lines } = verdict;
  const change = (each: KeptRemedy): KeptRemedy => ({ ...each, request: { ...each.request, evidence: lines } });
  await moveRemedy(id, { kind: 'verify', verdict: verdict.verdict, why }, { who: ITSELF, why, change }, tools);
  await show.now(id);
}

/**
 * Keeps a verified change: its armed undo is called off first.
 *
 * @returns false: the host could not be reached to call it off; to be tried again
 */
export async function keepRemedy(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, plan, state } = kept.request;
  if (state.kind !== 'verified') return true;
  const host = await tools.findHost(plan.host);
  if (plan.kind === 'run' && plan.confirmWithinSeconds !== undefined && host) {
    const disarmed = await disarmUndo(plan, state.run, host, tools);
    if (disarmed.kind !== 'ended') return false;
    if (disarmed.exit !== 0) return endArmed(kept, tools, show);
  }
  const why = 'none of the evidence that spoke for the fault does so any more';
  await moveRemedy(id, { kind: 'keep', why }, { who: ITSELF, why }, tools);
  await show.now(id);
  return true;
}

/**
 * Ends what was not verified, and whose undo is armed on the host: the host undoes it by itself.
 *
 * @returns false: it has not fired yet, or could not be looked at; to be tried again
 */
export async function endArmed(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, plan, state } = kept.request;
  const host = await tools.findHost(plan.host);
  if (plan.kind === 'guided' || !('run' in state) || !host) return true;
  const armed = await armedState(plan, state.run, host, tools);
  if (armed.kind === 'could-not-look' || armed.kind === 'firing' || armed.kind === 'armed') return false;
  const undone = armed.kind === 'fired' && armed.exit === 0;
  const why = undone
    ? `the host has undone it by itself: it was not confirmed within ${plan.confirmWithinSeconds ?? 0} s`
    : armed.kind === 'fired'
      ? `the undo that was armed ended with exit ${armed.exit}: ${armed.output}`
      : 'the undo is not armed on the host any more, and nobody knows why';
  await moveRemedy(id, { kind: 'undo', undone, why }, { who: ITSELF, why }, tools);
  await show.now(id);
  return true;
}

/** Nothing is left to be done by us: it stays as not verified, and people look. */
export async function leaveUnverified({ request: { id } }: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<void> {
  const entry = { event: 'left', who: ITSELF, why: 'it could not be looked at: the change stays as it is, and is not verified' };
  await noteRemedy(id, kept => ({ ...kept, isOpen: false }), entry, tools);
  await show.now(id);
}
