import type { InventoryHost } from '../../model/host.js';
import type { ApprovalPolicy } from '../../remediation/approval-rule.js';
import type { ConfiguredFloors } from '../../remediation/risk-floor.js';
import type { HostActor } from '../ports/host-actor.js';
import type { RemedyAnnouncer } from '../ports/remedy-desk.js';
import type { AuditStore, RemedyStore } from '../ports/remedy-store.js';
import type { Clock, IncidentStore, Later, Logger } from '../ports.js';
import type { Bind } from '../read-question.js';
import type { VisitTools } from '../visit.js';

/** What every flow of remedies works with. */
export interface RemedyTools {
  readonly remedies: RemedyStore;
  readonly audit: AuditStore;
  readonly announcer: RemedyAnnouncer;
  readonly actor: HostActor;
  /** How a host is looked at; the very same way as for the diagnosis. */
  readonly visits: VisitTools;
  /** A host of the inventory by its name, as it is declared now. */
  readonly findHost: (name: string) => Promise<InventoryHost | undefined>;
  readonly policy: ApprovalPolicy;
  readonly floors: ConfiguredFloors;
  /** `rem-` and 16 letters or digits. */
  readonly newId: () => string;
  /** 32 hexadecimal digits that nobody can guess: names the one run, and the armed undo on the host. */
  readonly newToken: () => string;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
  /** How long counters are watched. */
  readonly windowSeconds: number;
  /** After that long the host ends a command. */
  readonly commandSeconds: number;
}

/** What the desk needs besides. */
export interface RemedyDeskTools extends RemedyTools {
  readonly incidents: Pick<IncidentStore, 'find'>;
  readonly bind: Bind;
}

/** Who does what nobody asked for just now: expiring, verifying, undoing. */
export const ITSELF = 'faultline';

/** Resolves after so many seconds; at once when they are over. */
export function wait(seconds: number, later: Later): Promise<void> {
  return seconds <= 0 ? Promise.resolve() : new Promise(resolve => void later(seconds, resolve));
}
