import { bindTargets } from '../config/bind-target.js';
import { byHand } from '../flow/remedies/by-hand.js';
import { comparedBefore } from '../flow/remedies/compared.js';
import { type MadePlan, makePlan } from '../flow/remedies/make-plan.js';
import type { BoundTarget } from '../flow/visit.js';
import type { Remedy } from '../model/remedy.js';
import { carryOut } from './carry-out.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { planText, type Remediation, remediationJson, remediationText } from './render-remediation.js';
import type { CliServices, OpenedRemedies } from './services.js';

export interface RemediateOptions {
  readonly host: string;
  readonly param: readonly string[];
  readonly config?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

type Opened = Extract<OpenedRemedies, { readonly kind: 'open' }>;
type Made = Extract<MadePlan, { readonly kind: 'plan' }>;

/** Values of the remedy itself, and what belongs to the target and the checks. */
function sorted(
  params: readonly string[],
  remedy: Remedy,
): { readonly chosen: Record<string, string>; readonly others: readonly string[] } {
  const own = remedy.kind === 'run' ? remedy.set.map(({ name }) => name) : [];
  const chosen: Record<string, string> = {};
  const others: string[] = [];
  for (const param of params) {
    const [name = '', ...value] = param.split('=');
    if (own.includes(name)) chosen[name] = value.join('=');
    else others.push(param);
  }
  return { chosen, others };
}

function unknownRemedy(id: string, { playbooks }: Opened): readonly string[] {
  const fault = id.split('/')[0] ?? '';
  const known = [...playbooks.remedies.keys()].sort();
  const near = known.filter(each => each.startsWith(`${fault}/`));
  return [
    `There is no remedy ${id.slice(0, 80)}. Known ${near.length > 0 ? `for ${fault}` : 'are'}: ${(near.length > 0 ? near : known).join(', ')}`,
  ];
}

async function run(
  made: Made,
  bound: BoundTarget,
  chosen: Readonly<Record<string, string>>,
  opened: Opened,
  services: CliServices,
): Promise<Remediation> {
  const { plan } = made;
  const evidence = comparedBefore(plan.verify.gone, made.evidence);
  const records = await opened.openRecords();
  if (records.kind === 'refused') {
    const why = `${records.says} Nothing is run without a record. By hand, on ${plan.host}: ${byHand(plan).join('; ')}`;
    return { state: 'refused', why, plan, evidence, output: '' };
  }
  try {
    return await carryOut({ made, target: bound.target, chosen }, opened, records, services);
  } catch (error) {
    const why = `It could not be recorded: ${error instanceof Error ? error.message : String(error)} Look at \`faultline audit-log show\`; run the same command again to go on from there.`;
    return { state: 'refused', why, plan, evidence, output: '' };
  } finally {
    await records.close();
  }
}

/** `faultline remediate FAULT/REMEDY --host H`: the same plan, policy, record and verification as in the chat. */
export async function remediate(services: CliServices, id: string, options: RemediateOptions): Promise<ExitCode> {
  const { out, err } = services;
  const stop = (lines: readonly string[], exit: ExitCode): ExitCode => {
    complain(err, lines);
    return exit;
  };
  const opened = await services.openRemedies(options.config);
  if (opened.kind === 'refused') return stop(opened.problems, EXIT.error);
  try {
    const remedy = opened.playbooks.remedies.get(id);
    if (!remedy) return stop(unknownRemedy(id, opened), EXIT.usage);
    const { chosen, others } = sorted(options.param, remedy);
    const binding = await bindTargets(opened.directory, { hosts: [options.host], params: others });
    if (binding.kind === 'refused') return stop(binding.problems, EXIT.usage);
    complain(err, [...opened.warnings, ...binding.notes]);
    const [bound] = binding.targets;
    const tell = (remediation: Remediation, exit: ExitCode): ExitCode => {
      out.write(options.json ? remediationJson(remediation) : remediationText(remediation));
      return exit;
    };
    const made = await makePlan({ remedy, ...bound, chosen }, opened.planning);
    if (made.kind === 'refused') return tell({ state: 'refused', why: made.why, evidence: [], output: '' }, EXIT.error);
    const { plan } = made;
    const planned = { plan, evidence: comparedBefore(plan.verify.gone, made.evidence), output: '' };
    if (!options.json) out.write(planText(plan));
    if (options.dryRun) return tell({ ...planned, state: 'planned', why: 'only the plan was asked for' }, EXIT.ok);
    if (plan.kind === 'guided') return tell({ ...planned, state: 'planned', why: 'a person does this one; then diagnose again' }, EXIT.ok);
    if (!options.yes) return tell({ ...planned, state: 'refused', why: 'nothing was run: add --yes to approve this plan' }, EXIT.usage);
    const remediation = await run(made, bound, chosen, opened, services);
    return tell(remediation, remediation.state === 'kept' ? EXIT.ok : EXIT.error);
  } finally {
    await opened.close();
  }
}
