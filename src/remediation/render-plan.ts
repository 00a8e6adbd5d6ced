import type { EvaluationContext } from '../model/playbook.js';
import type { Remedy, RunRemedy } from '../model/remedy.js';
import type { Argv, PlanTarget, PlanValue, RemedyPlan, RunPlan } from '../model/remedy-plan.js';
import { bindNeeds, refusedValue } from './bind-needs.js';
import { digest } from './digest.js';
import { fillCommand } from './fill-command.js';
import { newValues } from './new-values.js';
import { type ConfiguredFloors, riskFloor } from './risk-floor.js';

/** What a plan is rendered from. */
export interface PlanInputs {
  readonly remedy: Remedy;
  readonly target: PlanTarget;
  /** The context in which the fault was judged (`JudgedInstance.context`), not older than the request. */
  readonly context: EvaluationContext;
  /** What the host printed for each of `plannedReads`, by name. */
  readonly current: Readonly<Record<string, string>>;
  /** Values that a person chose in place of the remedy's rules. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly floors?: ConfiguredFloors;
}

export type RenderedPlan = { readonly kind: 'plan'; readonly plan: RemedyPlan } | { readonly kind: 'refused'; readonly why: string };

type Values = Readonly<Record<string, string>>;
type Bound = { readonly kind: 'bound'; readonly values: Values } | { readonly kind: 'refused'; readonly why: string };

/** The kernel prints tabs between the numbers of one setting; a value has single blanks. Only the line break at its end is not part of it. */
const oneLine = (printed: string): string =>
  printed
    .replace(/\n$/, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');

function currentValues(remedy: RunRemedy, printed: Values): Bound {
  const values: Record<string, string> = {};
  for (const { name, accepts, allow } of remedy.read) {
    const text = Object.hasOwn(printed, name) ? oneLine(printed[name] ?? '') : undefined;
    if (text === undefined || text === '') return { kind: 'refused', why: `the present ${name} could not be read on the host` };
    if (!accepts(text))
      return {
        kind: 'refused',
        why: `the host has "${refusedValue(text)}" as the present ${name}, and this remedy changes only what matches ${allow}`,
      };
    values[name] = text;
  }
  return { kind: 'bound', values };
}

const listed = (values: Values, kind: PlanValue['kind']): readonly PlanValue[] =>
  Object.entries(values).map(([name, text]) => ({ name, kind, text }));

type Body =
  | {
      readonly kind: 'bound';
      readonly body: Pick<RunPlan, 'kind' | 'precheck' | 'run' | 'undo' | 'confirmWithinSeconds'>;
      readonly values: readonly PlanValue[];
    }
  | { readonly kind: 'refused'; readonly why: string };

function runBody(remedy: RunRemedy, found: Values, { current, chosen }: PlanInputs): Body {
  const read = currentValues(remedy, current);
  if (read.kind === 'refused') return read;
  const known = { ...found, ...read.values };
  const set = newValues(remedy, known, chosen);
  if (set.kind === 'refused') return set;
  const values = { ...known, ...set.values };
  const filled = (command: RunRemedy['run'][number]): Argv => fillCommand(command, values);
  const [first, ...more] = remedy.run;
  return {
    kind: 'bound',
    values: [...listed(read.values, 'current'), ...listed(set.values, 'new')],
    body: {
      kind: 'run',
      precheck: remedy.precheck.map(filled),
      run: [filled(first), ...more.map(filled)],
      undo: remedy.undo.kind === 'none' ? remedy.undo : { kind: 'commands', commands: remedy.undo.commands.map(filled) },
      ...(remedy.confirmWithinSeconds === undefined ? {} : { confirmWithinSeconds: remedy.confirmWithinSeconds }),
    },
  };
}

/**
 * Renders a remedy for one target: exactly what will be done, with the digest that people approve. The same inputs give the same
 * digest; any other command, value, host key or playbook gives another. Refused, with one sentence, when a value is not known or
 * not accepted, or when nothing would change. No input can add an argument or reach a shell.
 */
export function renderPlan(inputs: PlanInputs): RenderedPlan {
  const { remedy, target, context, floors = {} } = inputs;
  const needs = bindNeeds(remedy, context);
  if (needs.kind === 'refused') return needs;
  const frame = {
    remedy: remedy.id,
    fault: remedy.fault,
    host: target.host,
    hostKey: target.hostKey,
    about: target.about,
    does: remedy.does,
    verify: remedy.verify,
    ...(remedy.warn === undefined ? {} : { warn: remedy.warn }),
    playbook: digest(remedy.written),
  };
  const found = listed(needs.values, 'found');
  if (remedy.kind === 'guided') {
    const steps = remedy.steps.map(step => step.render(context));
    const plan = { ...frame, kind: 'guided' as const, risk: riskFloor(remedy.id, remedy.risk, [], floors), values: found, steps };
    return { kind: 'plan', plan: { ...plan, digest: digest(plan) } };
  }
  const rendered = runBody(remedy, needs.values, inputs);
  if (rendered.kind === 'refused') return rendered;
  const { body, values } = rendered;
  const plan = { ...frame, ...body, risk: riskFloor(remedy.id, remedy.risk, body.run, floors), values: [...found, ...values] };
  return { kind: 'plan', plan: { ...plan, digest: digest(plan) } };
}
