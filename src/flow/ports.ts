import type { HostRun } from '../model/capture.js';
import type { OutcomeWord } from '../model/diagnosis.js';
import type { InventoryHost } from '../model/host.js';
import type { Feedback, Incident, Person, Place, Question, Run, RunState } from '../model/incident.js';
import type { CheckPlan, PlannedCheck } from '../model/plan.js';
import type { AlertStory, Storm, TimelineEntry } from '../model/story.js';
import type { Summary } from '../model/summary.js';
import type { Target } from '../model/target.js';
import type { RelatedIncident } from './ports/alert-store.js';

/** What happened to one check while it runs, for a live list. */
export interface CheckProgress {
  readonly host: string;
  readonly key: string;
  readonly state: 'started' | 'ended';
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/** Looks at one host: runs a plan's host checks and gives what was printed. Never throws for a host's trouble: that is a value. */
export interface HostRunner {
  readonly run: (host: InventoryHost, plan: CheckPlan, options: RunOptions) => Promise<HostRun>;
}

/** Makes a plan's `connect` and `http` checks from the bot itself. Never throws for a target's trouble. */
export interface Prober {
  readonly run: (
    host: string,
    checks: readonly PlannedCheck[],
    windowSeconds: number,
    options: { readonly signal?: AbortSignal },
  ) => Promise<HostRun>;
}

/** Asks Prometheus a plan's `promql` checks. Never throws for its trouble: that is a value. */
export interface QueryRunner {
  readonly run: (host: string, checks: readonly PlannedCheck[], options: { readonly signal?: AbortSignal }) => Promise<HostRun>;
}

/** One visit: the checks on the host, from the bot, and of Prometheus. */
export interface Visit {
  readonly host: InventoryHost;
  readonly target: Target;
  readonly onHost: readonly PlannedCheck[];
  readonly fromBot: readonly PlannedCheck[];
  readonly fromPrometheus: readonly PlannedCheck[];
  readonly windowSeconds: number;
}

/** Makes a visit, or repeats a recorded one. */
export type MakeVisit = (visit: Visit, options: RunOptions) => Promise<readonly HostRun[]>;

/** Wall clock in seconds since the epoch. */
export interface Clock {
  readonly now: () => number;
}

/** Calls back once after so many seconds; the function that it returns calls it off. */
export type Later = (seconds: number, run: () => void) => () => void;

/** Where incidents are kept. Every promise resolves after the record is durable. */
export interface IncidentStore {
  /** `signal` names what came in (a trigger id): the same signal twice gives the same incident, with `fresh: false`. */
  readonly open: (signal: string, incident: Incident) => Promise<{ readonly incident: Incident; readonly fresh: boolean }>;
  /** Begins the next run; refused while one is looking, so that two clicks give one run. */
  readonly beginRun: (
    id: string,
    by: Person,
    at: number,
  ) => Promise<{ readonly kind: 'begun' | 'already-looking'; readonly incident: Incident } | { readonly kind: 'unknown' }>;
  readonly endRun: (id: string, run: number, state: Exclude<RunState, { kind: 'looking' }>) => Promise<Incident>;
  readonly find: (id: string) => Promise<Incident | undefined>;
  /** Newest first, without the captures of their runs. */
  readonly recent: (limit: number) => Promise<readonly IncidentLine[]>;
  /** Incidents whose last run is still looking: after a restart, nobody works on them. Without the captures of earlier runs. */
  readonly unfinished: () => Promise<readonly Incident[]>;
  /** The last word of each person on each run counts. */
  readonly addFeedback: (feedback: Feedback) => Promise<void>;
  /** What people said of a run, the oldest word first. */
  readonly feedbackOn: (incident: string, run: number) => Promise<readonly Feedback[]>;
}

/** One incident in a list. */
export interface IncidentLine {
  readonly id: string;
  readonly openedAt: number;
  readonly openedBy: Person;
  readonly place: Place;
  readonly question: Question;
  readonly runs: number;
  readonly state: RunState['kind'];
  /** Of the last answered run. */
  readonly outcome?: OutcomeWord;
  /** Of an incident that alerts opened. */
  readonly story?: Pick<AlertStory, 'severity' | 'state' | 'storm'>;
}

/** A message that ought to stand in the chat. `content` is opaque to the store: the chat adapter writes and reads it. */
interface WantedMessage {
  /** Names the message for good: wanted again, it is changed, never posted twice. */
  readonly slot: string;
  readonly incident: string;
  readonly content: string;
  /** A message that may only be posted once that slot stands (a reply needs its thread). */
  readonly after?: string;
}

/** A wanted message and what is known of its delivery. */
export interface OutboxEntry extends WantedMessage {
  /** Counts up with each new content. */
  readonly version: number;
  /** The version that stands in the chat; 0: none. */
  readonly delivered: number;
  /** Where it stands. */
  readonly channel?: string;
  readonly ts?: string;
  /** A post whose answer never came: it may stand in the chat already. Look before posting again. */
  readonly posting: boolean;
  /** When that post left, by the bot's clock. */
  readonly postingSince?: number;
  /** Since when something waits to be delivered; of a delivered entry, since when its last content waited. Seconds since the epoch. */
  readonly wantedAt: number;
  /** It cannot be delivered (channel archived, message deleted): why. New content is tried again. */
  readonly abandoned?: string;
}

/** A wanted message without what it says. */
export type OutboxHead = Omit<OutboxEntry, 'content'>;

/** Messages on their way, durable: a crash neither loses nor repeats one. */
export interface Outbox {
  /** Replaces what the slot wanted before. The same content again changes nothing. */
  readonly want: (message: WantedMessage) => Promise<void>;
  readonly find: (slot: string) => Promise<OutboxEntry | undefined>;
  /** Entries with something to deliver, in the order in which their slots were first wanted: a thread's root before its replies. */
  readonly pending: (limit: number) => Promise<readonly OutboxHead[]>;
  /** How many entries have something to deliver. */
  readonly undelivered: () => Promise<number>;
  /** Before a post leaves: so that a crash is seen. */
  readonly markPosting: (slot: string) => Promise<void>;
  /** The version stands in the chat. */
  readonly markDelivered: (slot: string, version: number, at: { readonly channel: string; readonly ts: string }) => Promise<void>;
  /** A post that certainly did not arrive: it may be tried again without looking. */
  readonly markUnposted: (slot: string) => Promise<void>;
  readonly abandon: (slot: string, why: string) => Promise<void>;
}

/** What stands around an incident that alerts opened. */
export interface Around {
  readonly related: readonly RelatedIncident[];
  readonly timeline: readonly TimelineEntry[];
}

/** Tells people in the chat. Never throws for the chat's trouble: what is wanted is durable and is delivered when it can be. */
export interface Announcer {
  /** The incident changed: its card, and the answer of its last run. Resolves when the wish is durable. */
  readonly show: (incident: Incident, summary: Summary | undefined, around?: Around) => Promise<void>;
  /** The whole report of an answered run, as a file below its answer; again for the same run changes nothing. Resolves when the wish is durable. */
  readonly showReport: (incident: Incident, run: Run, report: string) => Promise<void>;
  /** People said something of an answered run: its answer shows it. */
  readonly showFeedback: (incident: Incident, run: Run, summary: Summary, feedback: readonly Feedback[]) => Promise<void>;
  /** Live progress of the last run. May be dropped: only the newest counts. */
  readonly progress: (incident: Incident, progress: LiveProgress) => void;
}

/** How far a run has come. */
export interface LiveProgress {
  /** Since the run began; a run that was begun again after a restart counts from its first beginning. */
  readonly seconds: number;
  /** Investigations that must end before this one begins; absent: it runs. */
  readonly waiting?: number;
  readonly hosts: readonly { readonly host: string; readonly done: number; readonly running: readonly string[] }[];
}

/** What the words of a person mean, before anything is looked at. */
export type Reading =
  | { readonly kind: 'ready'; readonly question: Question; readonly notes: readonly string[] }
  /** Something needed is missing or not clear: ask for it, with what is known filled in. */
  | {
      readonly kind: 'ask';
      readonly known: Partial<Question> & { readonly words: string };
      /** Symptoms to choose from, best first; empty: it is known. */
      readonly symptoms: readonly string[];
      readonly missing: readonly ('symptom' | 'host' | 'port' | 'url')[];
      readonly says: readonly string[];
    }
  /** A value that cannot be used, one sentence each. */
  | { readonly kind: 'refused'; readonly says: readonly string[] };

/** What the chat adapter can ask for. Built in app.ts from the flows. */
export interface Desk {
  readonly read: (words: string) => Promise<Reading>;
  /** Opens an incident and begins to look; the same signal twice opens one. Resolves when it is durable, long before the answer. */
  readonly open: (
    signal: string,
    question: Question,
    by: Person,
    place: Place,
  ) => Promise<{ readonly incident: Incident; readonly fresh: boolean }>;
  readonly rerun: (incident: string, by: Person) => Promise<'begun' | 'already-looking' | 'unknown'>;
  /** The full evidence of a run as text, for a file. */
  readonly evidence: (incident: string, run: number) => Promise<string | undefined>;
  /** `unknown`: there is no such run, or it gave no answer. */
  readonly feedback: (feedback: Omit<Feedback, 'at'>) => Promise<'noted' | 'unknown'>;
  readonly recent: (limit: number) => Promise<readonly IncidentLine[]>;
  readonly status: () => Promise<DeskStatus>;
  /** What can be asked for and about, for modals, lists and completion. */
  readonly known: () => KnownThings;
}

export interface DeskStatus {
  readonly version: string;
  readonly startedAt: number;
  readonly looking: number;
  readonly undelivered: number;
  readonly warnings: readonly string[];
  /** Absent: no alerts are taken in. */
  readonly alerts?: AlertStatus;
}

/** How it stands with the alerts that come in. */
export interface AlertStatus {
  /** Signals that are kept and not yet understood. */
  readonly backlog: number;
  /** Stories that are firing. */
  readonly firing: number;
  /** The storm that has not ended. */
  readonly storm?: Pick<Storm, 'beganAt' | 'members' | 'firing'>;
}

export interface KnownThings {
  readonly symptoms: readonly {
    readonly id: string;
    readonly title: string;
    readonly asks: readonly string[];
    readonly phrases: readonly string[];
  }[];
  readonly faults: readonly { readonly id: string; readonly title: string; readonly role: 'cause' | 'effect' }[];
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  readonly services: readonly { readonly name: string; readonly hosts: readonly string[]; readonly port?: number; readonly url?: string }[];
}

/** `about` are further values of the line: every text in them is redacted; an Error is written with its stack and causes. */
export type WriteLog = (about: object, says: string) => void;

/** Where the process says what it does. Never throws. */
export interface Logger {
  readonly debug: WriteLog;
  readonly info: WriteLog;
  readonly warn: WriteLog;
  readonly error: WriteLog;
  /** A logger whose every line also has these values, such as `{incident: 'inc-…'}`. */
  readonly child: (about: object) => Logger;
}
