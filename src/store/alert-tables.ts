import type { Generated } from 'kysely';
import type { Severity, StoryState, TimelineEntry } from '../model/story.js';

/** The tables of what alerts bring, by the same rules as `Tables`. */
export interface AlertTables {
  /** What came in, before and for a while after it was understood. */
  readonly signal: {
    /** The order in which signals were kept. */
    readonly seq: Generated<number>;
    readonly id: string;
    readonly received_at: number;
    /** An `AlertGroup` as JSON; empty once it is settled. */
    readonly body: string;
    readonly settled_at: number | null;
    /** What it was settled into, if anything. */
    readonly incident: string | null;
  };
  /** What the alerts of an incident did so far: `json` is the whole of it, the other columns are what is searched, counted and listed. */
  readonly story: {
    readonly seq: Generated<number>;
    readonly incident: string;
    readonly opened_at: number;
    /** Digest of receiver and group key: those may be longer than an index takes. */
    readonly group_digest: string;
    readonly revision: number;
    /** The revision that the card shows. */
    readonly announced_revision: number;
    readonly state: StoryState['kind'];
    readonly since: number;
    readonly closed_by: string | null;
    readonly severity: Severity;
    /** 0 for the worst. */
    readonly severity_rank: number;
    readonly alerts: number;
    readonly hosts: number;
    /** The end of the longest silence that nobody ended; null without one. */
    readonly silenced_until: number | null;
    readonly storm: string | null;
    readonly storm_opened: number;
    readonly json: string;
  };
  /** Where an incident looks, for finding those that look at the same place. Of asked incidents too. */
  readonly incident_place: {
    readonly incident: string;
    readonly kind: 'host' | 'service';
    readonly name: string;
    readonly opened_at: number;
  };
  readonly timeline: {
    readonly seq: Generated<number>;
    readonly incident: string;
    readonly at: number;
    readonly kind: TimelineEntry['kind'];
    readonly person: string | null;
    readonly says: string;
  };
  /** A storm and the sums over its members, kept with each change of one: a digest is asked for often, and may have thousands. */
  readonly storm: {
    readonly id: string;
    readonly revision: number;
    readonly began_at: number;
    readonly ended_at: number | null;
    readonly members: number;
    readonly firing: number;
    readonly alerts: number;
  };
  /** One row: who acts among replicas. Its time is the database's. */
  readonly lease: {
    readonly name: string;
    readonly token: number;
    readonly holder: string;
    readonly until: number;
  };
}
