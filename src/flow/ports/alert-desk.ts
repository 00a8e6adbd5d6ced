import type { Person } from '../../model/incident.js';
import type { Matcher } from '../../model/story.js';

/** What came of a button: `refused` is told to the person privately. */
export type Pressed = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly says: string };

/** What the buttons of an alert incident's card, and the commands about it, ask for. */
export interface AlertDesk {
  readonly acknowledge: (incident: string, by: Person) => Promise<Pressed>;
  readonly assign: (incident: string, to: Person, by: Person) => Promise<Pressed>;
  /** Makes a silence with exactly the matchers of the incident. `author` is the name that Alertmanager shows. */
  readonly silence: (
    incident: string,
    wanted: { readonly seconds: number; readonly reason: string; readonly author: string },
    by: Person,
  ) => Promise<Pressed>;
  /** What `silence` would match, to be shown before somebody decides; undefined: no incident of alerts has that id. */
  readonly matchers: (incident: string) => Promise<readonly Matcher[] | undefined>;
  readonly endSilences: (incident: string, by: Person) => Promise<Pressed>;
  /** A person says that it is over. Its silences end with it. */
  readonly close: (incident: string, by: Person) => Promise<Pressed>;
  /** A member of a storm gets a thread of its own, and a diagnosis. */
  readonly openFromStorm: (incident: string, by: Person) => Promise<Pressed>;
  /** The incident as Markdown: timeline, evidence, actions, people; undefined: there is none such. Also of an incident that a person asked for. */
  readonly exported: (incident: string) => Promise<string | undefined>;
  /** Whether silences can be made at all: an Alertmanager is configured. */
  readonly canSilence: boolean;
}
