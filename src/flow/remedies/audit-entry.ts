import type { AuditEntry } from '../../model/audit-record.js';
import type { JsonValue } from '../../model/json-value.js';
import type { RemedyPlan } from '../../model/remedy-plan.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import type { Pressed } from '../ports/alert-desk.js';
import type { AuditStore } from '../ports/remedy-store.js';
import type { Clock, Logger } from '../ports.js';

/** What somebody did, and why. */
export interface Deed {
  readonly who: string;
  readonly why: string;
  readonly details?: Readonly<Record<string, JsonValue>>;
}

/** The commands of a plan, as the audit log keeps them. */
export function planDetails(plan: RemedyPlan): Readonly<Record<string, JsonValue>> {
  if (plan.kind === 'guided') return { steps: [...plan.steps] };
  const lists = (commands: readonly (readonly string[])[]): JsonValue => commands.map(argv => [...argv]);
  return {
    run: lists(plan.run),
    undo: plan.undo.kind === 'none' ? plan.undo.why : lists(plan.undo.commands),
    precheck: lists(plan.precheck),
    hostKey: plan.hostKey,
    ...(plan.confirmWithinSeconds === undefined ? {} : { confirmWithinSeconds: plan.confirmWithinSeconds }),
  };
}

/** An entry about one request. */
export function auditEntry(event: string, { who, why, details }: Deed, request: RemedyRequest, at: number): AuditEntry {
  const { id, incident, remedy, plan } = request;
  return {
    at,
    event,
    who,
    where: plan.host,
    why,
    details: { request: id, remedy, digest: plan.digest, risk: plan.risk, ...(incident ? { incident: incident.id } : {}), ...details },
  };
}

/** Tells the audit log of a refusal, and gives it for the person. That the log cannot be written does not turn a refusal into a yes. */
export async function refuse(
  entry: Omit<AuditEntry, 'at' | 'event'>,
  { audit, clock, logger }: { readonly audit: AuditStore; readonly clock: Clock; readonly logger: Logger },
): Promise<Extract<Pressed, { readonly kind: 'refused' }>> {
  try {
    await audit.append({ ...entry, at: clock.now(), event: 'refused' });
  } catch (error) {
    logger.error({ error, who: entry.who, why: entry.why }, 'a refusal could not be written to the audit log');
  }
  return { kind: 'refused', says: entry.why };
}
