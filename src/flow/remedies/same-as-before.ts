import type { InventoryHost } from '../../model/host.js';
import type { RunPlan } from '../../model/remedy-plan.js';
import { plannedReads } from '../../remediation/planned-reads.js';
import { readCurrent } from './make-plan.js';
import type { RemedyTools } from './remedy-tools.js';

/** Whether the host has the values that it had when the plan was made. `no-values`: the plan reads none, so that they cannot tell. */
export type SameAsBefore = { readonly kind: 'same' | 'changed' | 'no-values' } | { readonly kind: 'could-not-look'; readonly why: string };

const oneLine = (text: string): string => text.trim().replace(/[ \t]+/gu, ' ');

/** Reads what the plan was made from, and compares. Changes nothing. */
export async function sameAsBefore(plan: RunPlan, host: InventoryHost, tools: RemedyTools): Promise<SameAsBefore> {
  const remedy = tools.visits.playbooks.remedies.get(plan.remedy);
  if (!remedy) return { kind: 'no-values' };
  const found = Object.fromEntries(plan.values.filter(({ kind }) => kind === 'found').map(({ name, text }) => [name, text]));
  const current = plan.values.filter(({ kind }) => kind === 'current');
  if (current.length === 0) return { kind: 'no-values' };
  const read = await readCurrent(plannedReads(remedy, found), host, plan.hostKey, tools.actor);
  if (read.kind === 'refused') return { kind: 'could-not-look', why: read.why };
  return { kind: current.every(({ name, text }) => oneLine(read.values[name] ?? '') === text) ? 'same' : 'changed' };
}
