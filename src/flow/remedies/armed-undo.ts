import type { InventoryHost } from '../../model/host.js';
import type { RunPlan } from '../../model/remedy-plan.js';
import { ROOT_COMMAND } from '../../model/root-verb.js';
import type { Acted } from '../ports/host-actor.js';
import type { RemedyTools } from './remedy-tools.js';

/** What became of an armed undo, as the host says. */
export type ArmedState =
  | { readonly kind: 'armed' | 'firing' | 'disarmed' | 'none' }
  | { readonly kind: 'fired'; readonly exit: number; readonly output: string }
  | { readonly kind: 'could-not-look'; readonly why: string };

const LOOK_SECONDS = 15;

/** Arms the first command of a plan's undo on the host itself: it runs there unless it is disarmed in time, whatever becomes of us. */
export function armUndo(plan: RunPlan, token: string, host: InventoryHost, { actor, commandSeconds }: RemedyTools): Promise<Acted> {
  const undo = plan.undo.kind === 'commands' ? plan.undo.commands[0] : undefined;
  const [, ...verb] = undo ?? [];
  const seconds = String(plan.confirmWithinSeconds ?? 0);
  return actor.act(host, [ROOT_COMMAND, 'arm', seconds, token, '--', ...verb], { timeoutSeconds: commandSeconds, hostKey: plan.hostKey });
}

/** Calls it off. Twice is once; exit code 67: it has fired already. */
export function disarmUndo(plan: RunPlan, token: string, host: InventoryHost, { actor }: RemedyTools): Promise<Acted> {
  return actor.act(host, [ROOT_COMMAND, 'disarm', token], { timeoutSeconds: LOOK_SECONDS, hostKey: plan.hostKey });
}

/** Looks what became of it. */
export async function armedState(plan: RunPlan, token: string, host: InventoryHost, { actor }: RemedyTools): Promise<ArmedState> {
  const acted = await actor.act(host, [ROOT_COMMAND, 'armed', token], { timeoutSeconds: LOOK_SECONDS, hostKey: plan.hostKey });
  if (acted.kind !== 'ended') return { kind: 'could-not-look', why: acted.says };
  const [first = '', ...rest] = acted.output.split('\n');
  const [word, exit] = first.split(' ');
  if (acted.exit === 0 && word === 'fired') return { kind: 'fired', exit: Number(exit), output: rest.join('\n').trim() };
  if (acted.exit === 0 && (word === 'armed' || word === 'firing' || word === 'disarmed' || word === 'none')) return { kind: word };
  return { kind: 'could-not-look', why: acted.output.trim().slice(0, 200) };
}
