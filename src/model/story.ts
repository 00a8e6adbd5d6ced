import type { AlertGroup } from './alert.js';
import type { Person } from './incident.js';

/** From worst to least; what the labels `severity` or `priority` say, in one scale. */
export type Severity = 'critical' | 'error' | 'warning' | 'info' | 'unknown';

/** An alert as the incident knows it. */
export interface StoryAlert {
  readonly fingerprint: string;
  readonly state: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: number;
  /** Of a resolved one. */
  readonly endedAt?: number;
  /** How often it fired anew after it was resolved, within this incident. */
  readonly refired: number;
  readonly generatorUrl?: string;
}

/** `label="value"`: Alertmanager's matchers, always equal and never a pattern. */
export interface Matcher {
  readonly label: string;
  readonly value: string;
}

/** A silence in Alertmanager that a person asked for on the card. */
export interface Silence {
  /** Alertmanager's id. */
  readonly id: string;
  readonly by: Person;
  readonly reason: string;
  readonly matchers: readonly Matcher[];
  readonly from: number;
  readonly until: number;
  /** It was ended before `until`: by a person, with the incident, or by somebody in Alertmanager. */
  readonly endedAt?: number;
}

/** `closed`: a person said that it is over; a later firing opens a new incident. */
export type StoryState =
  | { readonly kind: 'firing'; readonly since: number }
  | { readonly kind: 'resolved'; readonly since: number }
  | { readonly kind: 'closed'; readonly since: number; readonly by: Person };

/** What the alerts of an incident did so far. Its history is the timeline; this is how it stands now. */
export interface AlertStory {
  /** Counts up with each change: a change is only taken for the revision that it was made from. */
  readonly revision: number;
  readonly group: Pick<AlertGroup, 'source' | 'key' | 'receiver' | 'groupLabels' | 'externalUrl'>;
  readonly state: StoryState;
  readonly severity: Severity;
  /** At most 200, firing ones first. */
  readonly alerts: readonly StoryAlert[];
  /** Further alerts that are not listed. */
  readonly leftOut: number;
  /** How often the whole group fired anew after it was resolved. */
  readonly refired: number;
  /** Why this symptom and these hosts, one sentence each. */
  readonly because: readonly string[];
  readonly acknowledged?: { readonly by: Person; readonly at: number };
  readonly assigned?: { readonly to: Person; readonly by: Person; readonly at: number };
  readonly silences: readonly Silence[];
  /**
   * It came in a storm: its place is a line in the storm's digest. `opened`: it has a thread of its own all the same, as one of the
   * biggest or because a person asked for it.
   */
  readonly storm?: { readonly id: string; readonly opened: boolean };
}

/** What happened to an incident, in the order in which it was kept. */
export interface TimelineEntry {
  readonly at: number;
  readonly kind:
    | 'opened'
    | 'alert-joined'
    | 'alert-resolved'
    | 'alert-refired'
    | 'resolved'
    | 'refired'
    | 'acknowledged'
    | 'assigned'
    | 'silenced'
    | 'silence-ended'
    | 'run-began'
    | 'run-ended'
    | 'closed'
    | 'storm';
  /** Absent: nobody did it; it came from the alerts or from the bot. */
  readonly by?: Person;
  /** One line of data: never markup. */
  readonly says: string;
}

/** Many new incidents at once, told in one digest. */
export interface Storm {
  /** `storm-` and 16 letters or digits. */
  readonly id: string;
  readonly revision: number;
  readonly beganAt: number;
  /** No new member for a while: the next new incident is told by itself again. */
  readonly endedAt?: number;
  readonly members: number;
  readonly firing: number;
  /** Alerts of all members together. */
  readonly alerts: number;
}

/** One member in a digest, biggest first. */
export interface StormMember {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: StoryState['kind'];
  readonly alerts: number;
  readonly hosts: readonly string[];
  readonly opened: boolean;
}
