import type { Desk, Logger } from '../flow/ports.js';
import type { ButtonSubject } from './button-value.js';
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
  /** Whether the run's answer, with its buttons, stands in that channel. */
  readonly answerStandsIn: (subject: ButtonSubject, channel: string) => Promise<boolean>;
  readonly remembered: RememberedQuestions;
}
