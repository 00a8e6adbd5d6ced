import type { Incident, Person } from '../../model/incident.js';
import type { Risk } from '../../model/remedy.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import type { Pressed } from './alert-desk.js';

/** A remedy that the diagnosis of a run offers; nothing was rendered or read yet. */
export interface RemedyOffer {
  /** Opaque within the run. */
  readonly id: string;
  /** `fault/name`. */
  readonly remedy: string;
  readonly does: string;
  readonly risk: Risk;
  readonly isGuided: boolean;
  readonly fault: string;
  readonly host: string;
}

/** Who decides, with the user groups that the chat says they belong to now. */
export interface DecidingPerson extends Person {
  readonly groups: readonly string[];
}

/** What came with a press that counts for nothing; all of it is somebody's, and only kept. */
interface MisplacedPress {
  readonly by: Person;
  readonly button: string;
  readonly channel: string;
  readonly value: string;
}

/** What the buttons about remedies ask for. `refused` is told to the person privately, and audited. */
export interface RemedyDesk {
  /**
   * Of a run that was answered, best first; empty: none. Taken from the incident as the caller has it: an answer is announced before it is
   * kept, and the store would still say that the run is looking.
   */
  readonly offers: (incident: Incident, run: number) => readonly RemedyOffer[];
  /** Looks at the host, renders the plan, keeps it as requested, and has it shown as a message of its own in the thread. */
  readonly prepare: (incident: string, run: number, offer: string, by: Person) => Promise<Pressed>;
  /** One person's yes. With the last that is needed it is carried out, and the message follows it. */
  readonly approve: (request: string, digest: string, by: DecidingPerson) => Promise<Pressed>;
  readonly reject: (request: string, by: DecidingPerson) => Promise<Pressed>;
  /** "I did it: verify" of a guided one. */
  readonly verifyGuided: (request: string, by: Person) => Promise<Pressed>;
  /**
   * A press that counts for nothing: where the message of that request does not stand, or with a value that nobody gave out. Refused, and kept in
   * the audit log, whatever it was for.
   */
  readonly misplaced: (press: MisplacedPress) => Promise<Pressed>;
  readonly find: (request: string) => Promise<RemedyRequest | undefined>;
  /** Requests that wait for people, newest first. */
  readonly pending: (limit: number) => Promise<readonly RemedyRequest[]>;
}

/** Tells the chat about a remedy: one message for each request, changed in place. Like `Announcer`: durable wishes, never throws for the chat. */
export interface RemedyAnnouncer {
  readonly showRemedy: (request: RemedyRequest) => Promise<void>;
}
