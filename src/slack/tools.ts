import type { AlertDesk } from '../flow/ports/alert-desk.js';
import type { RemedyDesk } from '../flow/ports/remedy-desk.js';
import type { Desk, Logger } from '../flow/ports.js';
import type { Permalink } from './blocks/alert-details.js';
import type { SlackClients } from './clients.js';
import type { LatelyAsked } from './lately-asked.js';
import type { People } from './people.js';
import type { RememberedQuestions } from './remembered-questions.js';
import type { SeenBefore } from './seen-before.js';
import type { Tell } from './tell.js';
import type { Timing } from './timing.js';

/** What the listeners work with. */
export interface ListenerTools {
  readonly desk: Desk;
  /** Absent: no alerts are taken in. */
  readonly alertDesk?: AlertDesk;
  /** Absent: no remedies are offered. */
  readonly remedyDesk?: RemedyDesk;
  readonly people: People;
  readonly clients: SlackClients;
  readonly tell: Tell;
  readonly logger: Logger;
  readonly timing: Timing;
  /** Questions of the last two seconds: somebody who hits Enter twice means one. */
  readonly justAsked: LatelyAsked;
  /** Uploads of the last minute. */
  readonly justUploaded: SeenBefore;
  /** Whether the incident's card stands in the chat within the time. */
  readonly cardStands: (incident: string, ms: number) => Promise<boolean>;
  /** Whether the message of that slot of the outbox stands in that channel. */
  readonly standsIn: (slot: string, channel: string) => Promise<boolean>;
  /** Where the message of that slot stands, with the thread that it begins or stands in; undefined: nowhere yet. */
  readonly standingAt: (slot: string) => Promise<{ readonly channel: string; readonly thread: string } | undefined>;
  /** Address of the message of that slot; undefined: it stands nowhere yet. */
  readonly linkTo: (slot: string) => Promise<string | undefined>;
  /** Address of a message for a browser. */
  readonly permalink: Permalink;
  readonly remembered: RememberedQuestions;
}
