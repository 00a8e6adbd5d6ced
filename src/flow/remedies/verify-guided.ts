import type { Person } from '../../model/incident.js';
import type { Pressed } from '../ports/alert-desk.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { refuse } from './audit-entry.js';
import { moveRemedy } from './move-remedy.js';
import type { RemedyTools } from './remedy-tools.js';
import type { ShowRemedy } from './show-remedy.js';
import { lookAgain } from './verify-remedy.js';

/** A person says that they did it: the evidence decides. What is still there stays open, so that they can go on. */
export async function verifyGuided(id: string, by: Person, tools: RemedyTools, show: ShowRemedy): Promise<Pressed> {
  const kept = await tools.remedies.find(id);
  const no = (why: string) => refuse({ who: by.id, where: kept?.request.plan.host ?? '', why, details: { request: id } }, tools);
  if (kept?.request.plan.kind !== 'guided') return no('there is no such request for a person to do');
  const { state, plan } = kept.request;
  if (state.kind !== 'requested') return no('this one is over already; ask again');
  const { verdict, why, lines } = await lookAgain(kept, tools);
  if (verdict !== 'verified') return no(verdict === 'still-there' ? why : `it could not be verified: ${why}`);
  const token = tools.newToken();
  const change = (each: KeptRemedy): KeptRemedy => ({ ...each, request: { ...each.request, evidence: lines } });
  const events = [
    { kind: 'approve', by: by.id, digest: plan.digest },
    { kind: 'start', digest: plan.digest, run: token },
    { kind: 'succeed', run: token },
    { kind: 'verify', verdict, why },
    { kind: 'keep', why },
  ] as const;
  for (const event of events) {
    const moved = await moveRemedy(id, event, { who: by.id, why: event.kind === 'start' ? 'done by hand' : why, change }, tools);
    if (moved.kind === 'refused') return no(moved.says);
  }
  await show.now(id);
  return { kind: 'done' };
}
