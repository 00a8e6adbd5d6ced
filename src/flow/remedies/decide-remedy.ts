import { mayDecide } from '../../remediation/approval-rule.js';
import type { Pressed } from '../ports/alert-desk.js';
import type { DecidingPerson } from '../ports/remedy-desk.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { refuse } from './audit-entry.js';
import { byHand } from './by-hand.js';
import { type MovedRemedy, moveRemedy } from './move-remedy.js';
import type { RemedyTools } from './remedy-tools.js';

/** What came of a yes or a no, for whoever carries it out. */
export type Decided = { readonly pressed: Pressed; readonly kept?: KeptRemedy };

type Wish = { readonly kind: 'approve'; readonly digest: string } | { readonly kind: 'reject' };

/**
 * One person's yes or no. Whoever may not, comes too late, or shows another plan is refused, and that is audited. When it cannot be recorded,
 * nothing is run, and the person is told what to do by hand.
 */
export async function decideRemedy(id: string, wish: Wish, by: DecidingPerson, tools: RemedyTools): Promise<Decided> {
  const { remedies, policy, logger } = tools;
  const no = async (kept: KeptRemedy | undefined, why: string): Promise<Decided> => ({
    pressed: await refuse(
      {
        who: by.id,
        where: kept?.request.plan.host ?? '',
        why,
        details: { request: id, wish: wish.kind, ...(wish.kind === 'approve' ? { digest: wish.digest } : {}) },
      },
      tools,
    ),
  });
  const kept = await remedies.find(id);
  if (!kept) return no(undefined, 'there is no such request');
  const { plan, service } = kept.request;
  if (plan.kind === 'guided' && wish.kind === 'approve') return no(kept, 'a person does this one: follow its steps, then have it verified');
  const may = mayDecide(policy, by, service);
  if (may.kind === 'may-not') return no(kept, may.says);
  let moved: MovedRemedy;
  try {
    moved = await moveRemedy(id, { ...wish, by: by.id }, { who: by.id, why: wish.kind === 'approve' ? 'approved' : 'rejected' }, tools);
  } catch (error) {
    logger.error({ error, request: id, by: by.id }, 'a decision could not be recorded: nothing is run');
    const says = `This cannot be recorded, and nothing is run without a record. By hand, on ${plan.host}: ${byHand(plan).join('; ')}`;
    return { pressed: { kind: 'refused', says } };
  }
  if (moved.kind === 'refused') return no(kept, moved.says);
  logger.info(
    { request: id, by: by.id, state: moved.kept.request.state.kind },
    `somebody has ${wish.kind === 'approve' ? 'approved' : 'rejected'} a remedy`,
  );
  return { pressed: { kind: 'done' }, kept: moved.kept };
}
