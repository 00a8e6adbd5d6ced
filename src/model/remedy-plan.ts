import type { About } from './diagnosis.js';
import type { Risk, Verify } from './remedy.js';

/** A command with all values filled in. Each element is one argument; none is ever read by a shell. */
export type Argv = readonly [string, ...string[]];

/** A value of a plan, for people: what was found, what the host has now, what it will have. */
export interface PlanValue {
  readonly name: string;
  readonly kind: 'found' | 'current' | 'new';
  readonly text: string;
}

/** Where a plan is carried out. A plan for another key is another plan. */
export interface PlanTarget {
  readonly host: string;
  /** Fingerprint of the host key (`SHA256:…`) that was verified when the plan was made; `local` for this machine. */
  readonly hostKey: string;
  readonly about: About;
}

interface PlanFrame extends PlanTarget {
  readonly remedy: string;
  readonly fault: string;
  readonly does: string;
  readonly risk: Risk;
  readonly warn?: string;
  readonly values: readonly PlanValue[];
  readonly verify: Verify;
  /** SHA-256 of the remedy and of the evidence that verifies it, as they were written. */
  readonly playbook: string;
  /** SHA-256 of all of this: what people approve. */
  readonly digest: string;
}

export interface RunPlan extends PlanFrame {
  readonly kind: 'run';
  readonly precheck: readonly Argv[];
  readonly run: readonly [Argv, ...Argv[]];
  readonly undo: { readonly kind: 'commands'; readonly commands: readonly Argv[] } | { readonly kind: 'none'; readonly why: string };
  readonly confirmWithinSeconds?: number;
}

export interface GuidedPlan extends PlanFrame {
  readonly kind: 'guided';
  /** Host text may stand in them: data, never markup. */
  readonly steps: readonly string[];
}

/** A remedy rendered for one target: exactly what will be done, or exactly what a person is asked to do. */
export type RemedyPlan = RunPlan | GuidedPlan;

/** A current value to read on the host, parameters filled in. */
export interface PlannedRead {
  readonly name: string;
  readonly way: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'run'; readonly argv: Argv };
}
