import type { Risk } from '../model/remedy.js';

/** Who may approve, and how many it takes. Absent numbers for `none`: a guided remedy changes nothing by itself. */
export interface ApprovalPolicy {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly byRisk: Readonly<Record<Exclude<Risk, 'none'>, { readonly approvals: number; readonly self: boolean }>>;
  readonly expiresSeconds: number;
  /** Narrower rules for single services: only these may approve there, and they replace the lists above. */
  readonly byService?: Readonly<Record<string, { readonly users: readonly string[]; readonly groups: readonly string[] }>>;
}

/** Somebody who wants to decide. `groups` are the user groups that the chat says they belong to, asked for now. */
export interface Decider {
  readonly id: string;
  readonly groups: readonly string[];
}

export type MayDecide = { readonly kind: 'may' } | { readonly kind: 'may-not'; readonly says: string };

/** Whether somebody may approve or reject at all. Whether it is their own request is the state machine's to say. */
export function mayDecide(policy: ApprovalPolicy, decider: Decider, service: string | undefined): MayDecide {
  const own = service !== undefined && policy.byService && Object.hasOwn(policy.byService, service) ? policy.byService[service] : undefined;
  const { users, groups } = own ?? policy;
  if (users.length === 0 && groups.length === 0)
    return { kind: 'may-not', says: 'nobody may approve remedies yet: name people or groups under approvals.approvers in faultline.yml' };
  if (users.includes(decider.id) || decider.groups.some(group => groups.includes(group))) return { kind: 'may' };
  return { kind: 'may-not', says: `you are not one of those who may approve remedies${own ? ` of ${service}` : ''}` };
}

/** How many must approve a plan of this risk, and whether the requester counts; at least one person always decides. */
export function approvalRule(
  policy: ApprovalPolicy,
  risk: Risk,
): { readonly needed: number; readonly self: boolean; readonly forSeconds: number } {
  // What the author calls harmless and still runs is decided like the least risk that runs.
  const { approvals, self } = policy.byRisk[risk === 'none' ? 'low' : risk];
  return { needed: Math.max(1, approvals), self, forSeconds: policy.expiresSeconds };
}
