import type { AlertSignal } from '../../model/alert.js';
import type { Incident } from '../../model/incident.js';
import type { AlertStory, Storm, StormMember, TimelineEntry } from '../../model/story.js';

/** Takes alerts in on any replica. */
export interface SignalStore {
  /**
   * Resolves when it is durable; whatever waits at that moment is committed together (synchronous FULL, no timer). `known`: the same id is
   * kept already, done or not.
   */
  readonly keep: (signal: AlertSignal) => Promise<'kept' | 'known'>;
  /** Signals that nobody has settled yet, in the order in which they were kept. */
  readonly waiting: (limit: number) => Promise<readonly AlertSignal[]>;
  /** How many wait. */
  readonly backlog: () => Promise<number>;
}

/** What settles signals, in one transaction together with them. */
export type Settlement =
  /** An incident begins; `run` is the first run of `incident`. */
  | { readonly kind: 'open'; readonly incident: Incident; readonly entries: readonly TimelineEntry[] }
  /** The story of an incident goes on: `story.revision` is one more than the kept one, else `stale`. */
  | { readonly kind: 'change'; readonly incident: string; readonly story: AlertStory; readonly entries: readonly TimelineEntry[] }
  /** Nothing is to be done about them, such as an end of what never began. */
  | { readonly kind: 'nothing' };

/** Incidents that alerts opened, and their storms. Only the replica that holds the lease writes here; another one's write is refused. */
export interface StoryStore {
  /** Settles signals: each exactly once. `stale`: another change came first, or the signals were settled already; read again. */
  readonly settle: (signals: readonly string[], settlement: Settlement) => Promise<'settled' | 'stale'>;
  /** A person's or the bot's own change of a story; compare and set by its revision. */
  readonly change: (incident: string, story: AlertStory, entries: readonly TimelineEntry[]) => Promise<'changed' | 'stale'>;
  /** The newest incident of the group (key and receiver), whatever its state, without the captures of its runs. */
  readonly ofGroup: (receiver: string, key: string) => Promise<Incident | undefined>;
  /** Further entries without a change of the story. */
  readonly note: (incident: string, entries: readonly TimelineEntry[]) => Promise<void>;
  readonly timeline: (incident: string) => Promise<readonly TimelineEntry[]>;
  /** Incidents whose card shows less than their story's newest revision. A member of a storm that was not opened has no card. */
  readonly unannounced: (limit: number) => Promise<readonly string[]>;
  readonly markAnnounced: (incident: string, revision: number) => Promise<void>;
  /** Incidents with a silence that has not ended, the closed ones too: theirs still has to be ended. One that has run out has to be noted. Oldest first. */
  readonly silenced: () => Promise<readonly Incident[]>;
  /** Incidents opened since then that ask about one of the hosts or the service, newest first, at most `limit`, without that one itself. */
  readonly related: (
    to: { readonly id: string; readonly hosts: readonly string[]; readonly service?: string },
    since: number,
    limit: number,
  ) => Promise<readonly RelatedIncident[]>;
  /** How many incidents alerts opened since then. */
  readonly openedSince: (at: number) => Promise<number>;
  /** How many stories are firing, by severity. */
  readonly firingBySeverity: () => Promise<Readonly<Record<string, number>>>;
  readonly beginStorm: (storm: Storm) => Promise<void>;
  readonly endStorm: (id: string, at: number) => Promise<void>;
  /** The storm that has not ended, if there is one. */
  readonly storm: () => Promise<Storm | undefined>;
  readonly findStorm: (id: string) => Promise<Storm | undefined>;
  /** Biggest first: firing before resolved, then severity, hosts, alerts. */
  readonly stormMembers: (id: string, limit: number) => Promise<readonly StormMember[]>;
}

/** An incident that may have to do with another one. */
export interface RelatedIncident {
  readonly id: string;
  readonly openedAt: number;
  readonly symptom: string;
  readonly hosts: readonly string[];
  readonly service?: string;
  readonly state: 'asked' | 'firing' | 'resolved' | 'closed';
  /** Where its card stands, once it does. */
  readonly card?: { readonly channel: string; readonly ts: string };
}
