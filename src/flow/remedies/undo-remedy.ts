import type { InventoryHost } from '../../model/host.js';
import type { RunPlan } from '../../model/remedy-plan.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { redactText } from '../redact.js';
import { armedState, disarmUndo } from './armed-undo.js';
import { planDetails } from './audit-entry.js';
import { typedCommand } from './by-hand.js';
import { moveRemedy, noteRemedy } from './move-remedy.js';
import { ITSELF, type RemedyTools } from './remedy-tools.js';
import { sameAsBefore } from './same-as-before.js';
import type { ShowRemedy } from './show-remedy.js';

type Undone = { readonly undone: boolean; readonly why: string };

/** Runs the commands of the undo, each once; one sentence about the first that did not succeed. */
async function runUndo(plan: RunPlan, host: InventoryHost, { actor, commandSeconds }: RemedyTools): Promise<string | undefined> {
  const commands = plan.undo.kind === 'commands' ? plan.undo.commands : [];
  for (const argv of commands) {
    const acted = await actor.act(host, argv, { timeoutSeconds: commandSeconds, hostKey: plan.hostKey });
    if (acted.kind !== 'ended') return `${typedCommand(argv)}: ${acted.says}`;
    if (acted.exit !== 0) return `${typedCommand(argv)}: exit ${acted.exit}: ${redactText(acted.output.trim().slice(-300))}`;
  }
  return undefined;
}

/** What the host says when the undo did not succeed, or when nobody knows whether it did. */
async function lookAfter(plan: RunPlan, token: string, host: InventoryHost, trouble: string, tools: RemedyTools): Promise<Undone> {
  if (plan.confirmWithinSeconds !== undefined) {
    const armed = await armedState(plan, token, host, tools);
    if (armed.kind === 'fired' && armed.exit === 0) return { undone: true, why: 'the undo that was armed on the host has run' };
  }
  const same = await sameAsBefore(plan, host, tools);
  if (same.kind === 'same') return { undone: true, why: 'the host has the same values as before' };
  return { undone: false, why: `${trouble}; look at the host` };
}

/**
 * Takes a change back that failed or did not help. Its commands run once: what a killed process or a broken line left is looked at.
 *
 * @returns false: an undo is armed on the host, and it is not known yet what becomes of it; to be tried again
 */
export async function undoRemedy(kept: KeptRemedy, because: string, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, plan, state } = kept.request;
  const end = async ({ undone, why }: Undone): Promise<true> => {
    const says = `${because}. ${why}`;
    await moveRemedy(id, { kind: 'undo', undone, why: says }, { who: ITSELF, why: says }, tools);
    await show.now(id);
    return true;
  };
  if (!('run' in state)) return true;
  const host = await tools.findHost(plan.host);
  if (plan.kind === 'guided') return end({ undone: false, why: 'A person did this one, and must look' });
  if (plan.undo.kind === 'none') return end({ undone: false, why: `It cannot be undone: ${plan.undo.why}` });
  if (!host) return end({ undone: false, why: `${plan.host} is not declared any more` });
  if (kept.undoBeganAt !== undefined) return end(await lookAfter(plan, state.run, host, 'The undo broke off in the middle', tools));
  const entry = { event: 'undoing', who: ITSELF, why: because, details: planDetails(plan) };
  const noted = await noteRemedy(
    id,
    each => (each.undoBeganAt === undefined ? { ...each, undoBeganAt: tools.clock.now() } : undefined),
    entry,
    tools,
  );
  if (!noted) return true;
  const trouble = await runUndo(plan, host, tools);
  const isArmed = plan.confirmWithinSeconds !== undefined;
  if (trouble === undefined) {
    if (isArmed) await disarmUndo(plan, state.run, host, tools);
    return end({ undone: true, why: 'The undo has run' });
  }
  return end(await lookAfter(plan, state.run, host, trouble, tools));
}
