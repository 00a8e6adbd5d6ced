import type { JudgedEvidence } from '../../model/diagnosis.js';
import type { Person } from '../../model/incident.js';
import type { RemedyPlan } from '../../model/remedy-plan.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import type { Target } from '../../model/target.js';
import { decideApproval } from '../../remediation/approval.js';
import { approvalRule } from '../../remediation/approval-rule.js';
import type { KeptRemedy } from '../ports/remedy-store.js';
import { auditEntry, planDetails } from './audit-entry.js';
import { comparedBefore } from './compared.js';
import type { RemedyTools } from './remedy-tools.js';

interface Wanted {
  readonly plan: RemedyPlan;
  readonly evidence: readonly JudgedEvidence[];
  readonly target: Target;
  readonly chosen: Readonly<Record<string, string>>;
  readonly by: Person;
  readonly incident?: RemedyRequest['incident'];
  readonly service?: string;
  /** One approval, the requester's own, is enough: configured for when the chat is down. */
  readonly breakGlass?: boolean;
}

export type RequestedRemedy =
  | { readonly kind: 'requested'; readonly kept: KeptRemedy }
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly says: string };

/** Keeps a plan as requested, together with the audit entry of who asked for it. */
export async function requestRemedy(wanted: Wanted, tools: RemedyTools): Promise<RequestedRemedy> {
  const { plan, evidence, target, chosen, by, incident, service } = wanted;
  const { clock, policy, remedies } = tools;
  const now = clock.now();
  const rule = approvalRule(policy, plan.risk);
  const { needed, self } = wanted.breakGlass ? { needed: 1, self: true } : plan.kind === 'guided' ? { needed: 1, self: true } : rule;
  const { digest, risk } = plan;
  const decision = decideApproval(
    { kind: 'proposed', digest, risk },
    { kind: 'request', digest, by: by.id, needed, self, forSeconds: rule.forSeconds },
    now,
  );
  if (decision.kind === 'refused') return { kind: 'refused', says: decision.says };
  const request: RemedyRequest = {
    id: tools.newId(),
    revision: 1,
    ...(incident ? { incident } : {}),
    remedy: plan.remedy,
    ...(service === undefined ? {} : { service }),
    plan,
    state: decision.state,
    by,
    createdAt: now,
    evidence: comparedBefore(plan.verify.gone, evidence),
    output: '',
  };
  const kept: KeptRemedy = { request, target, chosen, before: evidence, isOpen: true, changedAt: now };
  const deed = { who: by.id, why: wanted.breakGlass ? `${plan.does} (break-glass: one approval)` : plan.does };
  const details = { ...planDetails(plan), needed, self, ...(wanted.breakGlass ? { breakGlass: true } : {}) };
  const added = await remedies.add(kept, [auditEntry('requested', { ...deed, details }, request, now)]);
  return added === 'known' ? { kind: 'known' } : { kind: 'requested', kept };
}
