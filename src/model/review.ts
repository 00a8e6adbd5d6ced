import type { EvidenceSource } from './diagnosis.js';
import type { Condition, Place, Template } from './playbook.js';
import type { Truth } from './truth.js';

/** What is advised of a setting, or why what is often advised is not. */
export type SettingAdvice =
  | { readonly kind: 'recommended'; readonly value: string; readonly when: Condition; readonly why: string }
  | { readonly kind: 'not-advised'; readonly often: string; readonly because: string };

/** A setting that an audit looks at. It is no fault to have another value. */
export interface Setting {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  /** As an administrator would write it: `net.core.somaxconn`. */
  readonly name: string;
  readonly now: Template;
  /** Dotted fields that the present value is read from. */
  readonly fields: readonly string[];
  /** A host of which it is false does not have the thing that is set. */
  readonly concerns?: Condition;
  readonly advice: SettingAdvice;
  /** What is seen where another value is felt already. */
  readonly felt?: { readonly when: Condition; readonly says: Template };
  readonly references: readonly string[];
  readonly checks: readonly string[];
}

/** What is asked of each resource (the USE method of Brendan Gregg). */
export type MeasureOf = 'utilisation' | 'saturation' | 'errors';

/** One thing that a resource is asked; it is `high` when its condition holds. */
export interface Measure {
  readonly of: MeasureOf;
  readonly says: Template;
  /** What it says when it is not high; absent: the same. */
  readonly saysNot?: Template;
  readonly high: Condition;
}

/** A resource that work can wait for, such as the CPUs. */
export interface Resource {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  readonly measures: readonly Measure[];
  readonly checks: readonly string[];
}

export type SettingState = 'as-recommended' | 'differs' | 'not-advised' | 'unknown';

/** A setting of one host beside what is recommended. */
export interface SettingReview {
  readonly setting: string;
  readonly host: string;
  readonly title: string;
  readonly name: string;
  readonly state: SettingState;
  /** `?` where it is not known. */
  readonly now: string;
  /** The recommended value; of a setting that is not advised, what is often advised. */
  readonly value: string;
  readonly why: string;
  /** What is seen of it on this host already. */
  readonly felt?: string;
  readonly references: readonly string[];
  readonly source?: EvidenceSource;
}

/** One measure of one resource of one host. `high`: `true`, `false`, or `unknown` when it could not be measured. */
export interface MeasureReview {
  readonly of: MeasureOf;
  readonly high: Truth;
  readonly says: string;
  readonly source?: EvidenceSource;
}

export interface ResourceReview {
  readonly resource: string;
  readonly host: string;
  readonly title: string;
  readonly measures: readonly MeasureReview[];
}

/** What an audit says of a host beside its faults. */
export interface Review {
  readonly resources: readonly ResourceReview[];
  readonly settings: readonly SettingReview[];
}
