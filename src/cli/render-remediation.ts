import { byHand, typedCommand } from '../flow/remedies/by-hand.js';
import { harmless } from '../model/harmless.js';
import type { RemedyPlan } from '../model/remedy-plan.js';
import type { ComparedEvidence } from '../model/remedy-request.js';

/** How a remedy went, for `remediate`. */
export interface Remediation {
  /** The last state of the request; `planned`: nothing was to be run; `refused`: nothing was run. */
  readonly state: string;
  readonly why: string;
  readonly plan?: RemedyPlan;
  readonly evidence: readonly ComparedEvidence[];
  readonly output: string;
}

/** One JSON object of the contract (docs/contracts.md, `faultline.remediation/1`). */
export function remediationJson({ state, why, plan, evidence, output }: Remediation): string {
  const undo = plan?.kind === 'run' && plan.undo.kind === 'commands' ? plan.undo.commands : [];
  return `${JSON.stringify({
    schema: 'faultline.remediation/1',
    state,
    ...(plan
      ? {
          plan: {
            remedy: plan.remedy,
            host: plan.host,
            about: plan.about,
            commands: plan.kind === 'run' ? plan.run : [],
            undo,
            ...(plan.kind === 'guided' ? { steps: plan.steps } : {}),
            values: plan.values,
            digest: plan.digest,
            risk: plan.risk,
          },
        }
      : {}),
    before: evidence.map(({ id, before, decides }) => ({ id, ...before, decides })),
    after: evidence.flatMap(({ id, after, decides }) => (after ? [{ id, ...after, decides }] : [])),
    output,
    why,
  })}\n`;
}

/** A plan as a person reads it before they say yes. */
export function planText(plan: RemedyPlan): string {
  const lines = [
    `${plan.remedy} on ${plan.host}: ${plan.does}`,
    ...(plan.warn === undefined ? [] : [`Note: ${plan.warn}`]),
    `Risk: ${plan.risk}`,
    ...plan.values.map(({ kind, name, text }) => `  ${kind === 'new' ? 'new' : kind === 'current' ? 'now' : 'found'}  ${name}: ${text}`),
  ];
  if (plan.kind === 'guided') lines.push('Do this:', ...byHand(plan).map((step, index) => `  ${index + 1}. ${step}`));
  else {
    lines.push('Runs:', ...plan.run.map(argv => `  ${typedCommand(argv)}`));
    if (plan.undo.kind === 'none') lines.push(`Cannot be undone: ${plan.undo.why}`);
    else lines.push('Undo:', ...plan.undo.commands.map(argv => `  ${typedCommand(argv)}`));
    if (plan.confirmWithinSeconds !== undefined)
      lines.push(`The undo is armed on the host before, and fires after ${plan.confirmWithinSeconds} s unless the change was verified.`);
  }
  lines.push(`Plan ${plan.digest}`);
  return lines.map(line => `${harmless(line)}\n`).join('');
}

/** How it went, for a person. */
export function remediationText({ state, why, evidence }: Remediation): string {
  const lines = evidence.flatMap(({ before, after }) => [`  before: ${before.says}`, ...(after ? [`  after:  ${after.says}`] : [])]);
  return [`${state}: ${why}`, ...lines].map(line => `${harmless(line)}\n`).join('');
}
