import type { Remedy } from './remedy.js';
import type { Resource, Setting } from './review.js';
import type { Truth } from './truth.js';

/** Where a thing was written, for messages. `line` and `column` start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A compiled CEL condition over facts. Evaluation never throws: an error is `unknown` (docs/decisions/0005). */
export interface Condition {
  readonly text: string;
  /** Ids of the checks that it reads, and dotted fields such as `tcp.delta.ListenOverflows`. */
  readonly checks: readonly string[];
  readonly fields: readonly string[];
  readonly truth: (context: EvaluationContext) => Truth;
  /** The raw `line` of the row that made an `exists()` true, if there is one. */
  readonly witness: (context: EvaluationContext) => string | undefined;
}

/** A compiled CEL expression that gives a value (`for_each`, `about`, `look_at`). `undefined` when it cannot be evaluated. */
export interface Expression {
  readonly text: string;
  readonly checks: readonly string[];
  readonly value: (context: EvaluationContext) => unknown;
}

/** Text with `{{ expression }}` holes; a hole that cannot be evaluated prints `?`. */
export interface Template {
  readonly text: string;
  readonly render: (context: EvaluationContext) => string;
}

/** What conditions see: facts by check id, `target`, and the `for_each` variable. */
export type EvaluationContext = Readonly<Record<string, unknown>>;

export type FieldType = 'number' | 'text' | 'bool' | 'time' | 'list';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly unit?: string;
  readonly means?: string;
}

export interface CheckParam {
  readonly type: 'text' | 'port' | 'path' | 'url' | 'address' | 'unit';
  /** Anchored RE2 pattern that a value must match before it goes anywhere near a host. */
  readonly allow: string;
  readonly default?: string;
}

export type VariantWay =
  | { readonly kind: 'run'; readonly argv: readonly [string, ...string[]] }
  | { readonly kind: 'read'; readonly files: readonly string[] }
  | {
      readonly kind: 'sh';
      readonly needs: readonly string[];
      readonly text: string;
      readonly args: readonly string[];
      /** What its text has `faultline-root` look at where the login is not root (`ROOT_LOOKS`). */
      readonly privilege: readonly string[];
      /** What a person would type to see the same; reports show it in place of the text. */
      readonly shownAs?: string;
    }
  | { readonly kind: 'connect'; readonly address: string; readonly port: string; readonly attempts: number }
  | { readonly kind: 'http'; readonly url: string; readonly attempts: number }
  | { readonly kind: 'tls'; readonly url: string }
  | {
      readonly kind: 'promql';
      readonly query: readonly QueryPart[];
      /** The last `seconds`, one value every `step` seconds; absent: the present moment. */
      readonly range?: { readonly seconds: number; readonly step: number };
    };

/** A piece of a PromQL query: its own text, or a parameter that becomes part of a string, for a pattern (`=~`) or as it is. */
export type QueryPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string; readonly as: 'text' | 'pattern' };

/** One way to make a check. */
export interface Variant {
  readonly way: VariantWay;
  /** Sign of life: a pattern that a line of stdout must match, else the look is `empty`. */
  readonly alive: string;
  /** Exit codes that are findings, not failures. */
  readonly okExit: readonly number[];
  readonly parser: { readonly name: string; readonly options: unknown };
  /** Dotted fields that this variant gives; others are absent, hence unknown. */
  readonly gives: readonly string[];
}

export interface Check {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  readonly sample: 'once' | 'twice';
  readonly cost: 'cheap' | 'normal' | 'heavy';
  readonly timeoutSeconds: number;
  readonly capBytes: number;
  /** What the reader may do when it is denied or missing. */
  readonly hint: string;
  readonly params: Readonly<Record<string, CheckParam>>;
  readonly variants: readonly Variant[];
  readonly fields: readonly Field[];
}

export type Strength = 'weak' | 'moderate' | 'strong' | 'conclusive';

/** What a line of evidence does to its fault when it is true, or when it is false. */
export interface Weight {
  readonly side: 'for' | 'against';
  readonly strength: Strength;
}

export interface Evidence {
  readonly id: string;
  readonly when: Condition;
  readonly ifTrue?: Weight;
  readonly ifFalse?: Weight;
  /** What it says when true, and when false. */
  readonly says: Template;
  readonly saysNot?: Template;
  /** Lines with the same signal count once (docs/decisions/0005). */
  readonly signal: string;
}

/** A causal link, declared on the cause. */
export interface LeadsTo {
  readonly fault: string;
  /** `callers`: the effect is seen on another host, whose upstream is this one. */
  readonly seenFrom: 'same_host' | 'callers';
  /** Over `cause` and `effect`, the two `about` maps. Without it, shared keys must be equal. */
  readonly where?: Condition;
}

/** Follow to another host, with the symptoms to examine there. */
export interface LookAt {
  readonly address: Expression;
  readonly port: Expression;
  readonly ask: readonly string[];
  readonly because: string;
  readonly limit: number;
}

export interface Fault {
  readonly id: string;
  readonly place: Place;
  readonly title: Template;
  readonly explain: string;
  readonly role: 'cause' | 'effect';
  readonly prior: 'common' | 'occasional' | 'rare';
  readonly forEach?: { readonly name: string; readonly list: Expression };
  /** Keeps only the rows of `forEach` that this concerns; a row with an unknown answer is kept. */
  readonly only?: Condition;
  /** What is true when no row concerns it: `no service on this host has failed`. */
  readonly ifNothing?: string;
  /** What the instance is about, such as `{port: row.port}`. */
  readonly about: Readonly<Record<string, Expression>>;
  readonly evidence: readonly Evidence[];
  readonly leadsTo: readonly LeadsTo[];
  readonly oftenCausedBy: readonly string[];
  readonly lookAt?: LookAt;
  readonly advice: Template;
  readonly references: readonly string[];
  /** Names of its remedies in the order in which they are offered; `FAULT/NAME` is the id in `Playbooks.remedies`. */
  readonly remedies: readonly string[];
  /** Checks that its evidence, rows and texts read. */
  readonly checks: readonly string[];
}

/** Alerts that mean a symptom. */
export interface SymptomAlert {
  /** Only those of this sender; absent: of any. */
  readonly source?: 'alertmanager' | 'grafana';
  readonly when: AlertCondition;
  /** Label whose port (`api-1:8080`) is the one that the alert is about, and not that of an exporter. */
  readonly portFrom?: string;
}

/** A compiled CEL condition over `alert.labels` and `alert.annotations`. Evaluation never throws: an absent label does not hold. */
export interface AlertCondition {
  readonly text: string;
  readonly holds: (alert: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }) => boolean;
}

export interface Symptom {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  readonly phrases: readonly string[];
  /** Words that mean something else although a phrase fits. */
  readonly notPhrases?: readonly string[];
  /** Alerts that mean it. */
  readonly alerts?: readonly SymptomAlert[];
  readonly asks: readonly ('host' | 'port' | 'url' | 'unit')[];
  readonly consider: readonly string[];
  /** Checks to run although no fault reads them (shown as readings). */
  readonly show: readonly string[];
  /** What an audit looks at beside the faults; absent: nothing. */
  readonly reviews?: readonly ('settings' | 'resources')[];
  /** What "none of these" means for this symptom, when nobody reported that something is wrong. */
  readonly ifNothing?: string;
}

export interface Playbooks {
  readonly checks: ReadonlyMap<string, Check>;
  readonly faults: ReadonlyMap<string, Fault>;
  readonly symptoms: ReadonlyMap<string, Symptom>;
  /** By `fault/name`. */
  readonly remedies: ReadonlyMap<string, Remedy>;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** One thing that is wrong in a playbook file. */
export interface Problem {
  readonly place: Place;
  readonly message: string;
}
