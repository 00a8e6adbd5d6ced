import type { Incident, Place, Run } from '../../model/incident.js';
import type { Storm, StormMember } from '../../model/story.js';
import type { Graph } from './graph.js';

/** What only incidents of alerts have to show. Like `Announcer`: never throws for the chat's trouble, resolves when the wish is durable. */
export interface AlertAnnouncer {
  /** A graph of the alerts, below the answer of the run; again for the same run changes nothing. */
  readonly showGraph: (incident: Incident, run: Run, graph: Graph) => Promise<void>;
  /** The digest of a storm: one message, changed in place. */
  readonly showStorm: (storm: Storm, place: Place, members: readonly StormMember[]) => Promise<void>;
}
