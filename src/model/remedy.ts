import type { Expression, Place, Template } from './playbook.js';

/** How much a remedy can break, as people are asked to approve it. `none` changes nothing. */
export type Risk = 'none' | 'low' | 'medium' | 'high';

/** A text with holes for the remedy's own values. `value` names one; its text has matched its pattern before it is filled in. */
export type RemedyPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'value'; readonly name: string };

/** One word of a command. It stays one word whatever is filled in: no shell reads it. */
export type RemedyWord = readonly RemedyPiece[];

/** A command as argv; its first word has no holes. */
export type RemedyCommand = readonly [RemedyWord, ...RemedyWord[]];

/** A value that a remedy works with. Each is text in the end, and must match the whole of its pattern. */
interface RemedyValue {
  readonly name: string;
  /** Anchored RE2 pattern, for people. */
  readonly allow: string;
  readonly accepts: (text: string) => boolean;
}

/** A value of the finding itself (a unit, a process): an expression in the fault's own words, evaluated when the plan is made. */
export interface NeededValue extends RemedyValue {
  /** The first that is known counts: not every login may see everything. */
  readonly from: readonly Expression[];
  /** A firewall rule is compared without the counters that stand in its line. */
  readonly reading: 'as-is' | 'rule';
}

/** A current value, read on the host when the plan is made and again right before it acts. */
export interface ReadValue extends RemedyValue {
  readonly way: { readonly kind: 'file'; readonly path: RemedyWord } | { readonly kind: 'run'; readonly argv: RemedyCommand };
}

/** How the new value follows from the current ones, when nobody chose another. */
type NewValueRule =
  | { readonly kind: 'times'; readonly of: string; readonly factor: number }
  | { readonly kind: 'plus'; readonly of: string; readonly more: number }
  | { readonly kind: 'fixed'; readonly value: number };

/** A value that the remedy sets; a person may choose another within the bounds. */
export type SetValue =
  | (RemedyValue & {
      readonly kind: 'number';
      readonly rule: NewValueRule;
      readonly min: number;
      readonly max: number;
      readonly step: number;
    })
  | (RemedyValue & { readonly kind: 'text'; readonly value: string });

/** Lines of the fault's supporting evidence that must not speak for it any more, looked at again so many seconds after the change. */
export interface Verify {
  readonly afterSeconds: number;
  readonly gone: readonly string[];
}

export type Undo =
  | { readonly kind: 'commands'; readonly commands: readonly RemedyCommand[] }
  /** Nothing takes it back (a restart, a signal); people are told why. */
  | { readonly kind: 'none'; readonly why: string };

interface RemedyFrame {
  /** `accept-queue-overflow/raise-somaxconn`. */
  readonly id: string;
  readonly fault: string;
  readonly place: Place;
  /** What it does, one sentence for people. */
  readonly does: string;
  /** As the author wrote it; what counts is at least the floor (`remediation/risk-floor.ts`). */
  readonly risk: Risk;
  readonly needs: readonly NeededValue[];
  /** Checks that `needs` and `guided` read: to be made together with those of the fault. */
  readonly checks: readonly string[];
  readonly verify: Verify;
  readonly warn?: string;
  /** What was written, the verified evidence included: the digest of a plan is taken over it, so that a changed playbook is another plan. */
  readonly written: unknown;
}

/** A change that Faultline makes on the host, after approval. */
export interface RunRemedy extends RemedyFrame {
  readonly kind: 'run';
  readonly read: readonly ReadValue[];
  readonly set: readonly SetValue[];
  /** Each must end with exit code 0 before anything is changed. */
  readonly precheck: readonly RemedyCommand[];
  readonly run: readonly [RemedyCommand, ...RemedyCommand[]];
  readonly undo: Undo;
  /** Arms the undo on the host before the change; it fires unless it is disarmed in this time. */
  readonly confirmWithinSeconds?: number;
}

/** A change that a person makes: exact steps in words. Faultline only verifies it. */
interface GuidedRemedy extends RemedyFrame {
  readonly kind: 'guided';
  readonly steps: readonly [Template, ...Template[]];
}

export type Remedy = RunRemedy | GuidedRemedy;
