import type { Investigation } from './investigation.js';
import type { AlertStory } from './story.js';

/** Who asked for something. Ids are the chat's own (`U…`); `alerts` is nobody: alerts opened the incident or began the run. */
export interface Person {
  readonly id: string;
}

/** What was asked, as it was typed: it can be stored, shown and bound to hosts again later. */
export interface Question {
  /** The words of the person, unchanged: data, never markup. */
  readonly words: string;
  /** Id of the symptom that the words mean. */
  readonly symptom: string;
  readonly hosts: readonly string[];
  readonly service?: string;
  readonly port?: string;
  readonly url?: string;
  /** `K=V` each. */
  readonly params: readonly string[];
}

/** Where in the chat an incident is talked about. */
export interface Place {
  readonly channel: string;
  /** Thread that it was asked in; absent: the incident's own card begins the thread. */
  readonly thread?: string;
}

/** How one run went. */
export type RunState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'answered'; readonly at: number; readonly investigation: Investigation }
  /**
   * It gave no answer: it could not even begin (an unknown host, a playbook with a mistake), or it broke off in the middle (`brokeOff`).
   * One sentence each, with what to do next.
   */
  | { readonly kind: 'failed'; readonly at: number; readonly says: readonly string[]; readonly brokeOff?: true };

/** One investigation of the incident's question. */
export interface Run {
  /** From 1. */
  readonly number: number;
  readonly by: Person;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly state: RunState;
}

/** What a person says of a run's answer, for calibration. */
export interface Feedback {
  readonly incident: string;
  readonly run: number;
  readonly by: Person;
  readonly cause: 'right' | 'wrong';
  readonly at: number;
}

/** One question, its runs and its thread. */
export interface Incident {
  /** Opaque, in buttons and messages: `inc-` and 16 letters or digits. */
  readonly id: string;
  readonly openedBy: Person;
  /** Seconds since the epoch. */
  readonly openedAt: number;
  readonly place: Place;
  readonly question: Question;
  /** In order; never empty. */
  readonly runs: readonly [Run, ...Run[]];
  /** What its alerts did; absent: a person asked, and there are none. */
  readonly story?: AlertStory;
}
