import type { Comparison } from './comparison.js';
import type { CheckStatus, Gap } from './fact.js';
import type { Strength } from './playbook.js';
import type { Review } from './review.js';
import type { Timing } from './timing.js';
import type { Truth } from './truth.js';

/** What the evidence says of one fault on one host (docs/decisions/0005). */
export type VerdictWord = 'confirmed' | 'likely' | 'possible' | 'unlikely' | 'undetermined' | 'ruled-out' | 'contradictory';

/** What the whole run says. */
export type OutcomeWord = 'root-cause-confirmed' | 'root-cause-likely' | 'traced' | 'undetermined' | 'none-of-these';

/** Where one line of evidence was read. `line` is the host's own text: data, never markup. */
export interface EvidenceSource {
  readonly check: string;
  readonly host: string;
  readonly command: string;
  readonly exit: number;
  /** Seconds since the epoch, by the host's clock. */
  readonly at: number;
  readonly line: string;
}

export interface JudgedEvidence {
  readonly id: string;
  readonly truth: Truth;
  /** The weight that counted; undefined when this truth value carries none. */
  readonly weight?: { readonly side: 'for' | 'against'; readonly strength: Strength };
  readonly says: string;
  readonly source?: EvidenceSource;
}

/** What a fault is about, such as `{port: 8080}`. */
export type About = Readonly<Record<string, string | number>>;

/** The verdict on one instance: a fault, on a host, about something. */
export interface Verdict {
  readonly fault: string;
  readonly role: 'cause' | 'effect';
  readonly host: string;
  readonly about: About;
  readonly title: string;
  readonly word: VerdictWord;
  /** Points; one point doubles the odds. `low` and `high` count every unknown line against, and for. */
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly evidence: readonly JudgedEvidence[];
  readonly advice: string;
  readonly remedies: readonly string[];
}

/** A live causal link between two instances, as indexes into the verdicts. */
export interface Link {
  readonly cause: number;
  readonly effect: number;
}

/** An address that a finding points to and that was not followed. */
export interface Frontier {
  /** `beyond-bounds`: it could be followed, but the investigation has gone far enough. */
  readonly kind: 'not-in-inventory' | 'beyond-bounds';
  readonly from: string;
  readonly address: string;
  readonly port: number;
  readonly why: string;
}

/** What a check measured, for people: it is no evidence for or against anything. */
export interface Reading {
  readonly check: string;
  readonly host: string;
  readonly title: string;
  /** `connect 0.3 ms`, `first byte 3.0 s`, … */
  readonly parts: readonly string[];
}

export interface Diagnosis {
  readonly symptom: string;
  readonly outcome: OutcomeWord;
  /** Ranked: strongest first. Indexes below point into it. */
  readonly verdicts: readonly Verdict[];
  readonly roots: readonly number[];
  readonly tracedTo: readonly number[];
  /** Each chain runs from the root to the outermost effect. */
  readonly chains: readonly (readonly number[])[];
  /** Established causes without a path to what was reported. */
  readonly alsoFound: readonly number[];
  readonly gaps: readonly Gap[];
  readonly checks: readonly CheckStatus[];
  readonly frontiers: readonly Frontier[];
  readonly readings: readonly Reading[];
  /** Where the time of a request goes, for each host where it was measured. */
  readonly timing?: readonly Timing[];
  /** The asked host beside others like it; absent where there are none. */
  readonly comparison?: Comparison;
  /** Only of an audit. */
  readonly review?: Review;
}
