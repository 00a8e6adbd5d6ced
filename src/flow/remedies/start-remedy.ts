import type { KeptRemedy } from '../ports/remedy-store.js';
import { disarmUndo } from './armed-undo.js';
import { planDetails, refuse } from './audit-entry.js';
import { comparedBefore } from './compared.js';
import { makePlan } from './make-plan.js';
import { moveRemedy } from './move-remedy.js';
import { ITSELF, type RemedyTools } from './remedy-tools.js';
import { runPlan } from './run-plan.js';
import type { ShowRemedy } from './show-remedy.js';

/** Longest that a precheck may take. */
const PRECHECK_SECONDS = 30;

type Checked = { readonly kind: 'same'; readonly before: KeptRemedy['before'] } | { readonly kind: 'changed'; readonly why: string };

/** Is it still so, and is it still the very plan that was approved? Changes nothing. */
async function recheck({ request, target, chosen }: KeptRemedy, tools: RemedyTools): Promise<Checked> {
  const { plan } = request;
  const changed = (why: string): Checked => ({ kind: 'changed', why });
  const remedy = tools.visits.playbooks.remedies.get(request.remedy);
  const host = await tools.findHost(plan.host);
  if (!remedy || !host)
    return changed(remedy ? `${plan.host} is not declared any more` : `there is no remedy ${request.remedy} in the playbooks any more`);
  const made = await makePlan({ remedy, host, target, about: plan.about, chosen }, tools);
  if (made.kind === 'refused') return changed(made.why);
  if (made.plan.digest !== plan.digest) return changed(`what would be done now is not what was approved (${differences(plan, made.plan)})`);
  if (plan.kind === 'run') {
    for (const argv of plan.precheck) {
      const acted = await tools.actor.act(host, argv, { timeoutSeconds: PRECHECK_SECONDS, hostKey: plan.hostKey });
      if (acted.kind !== 'ended') return changed(`a check before the change could not be made: ${acted.says}`);
      if (acted.exit !== 0) return changed(`a check before the change says no (${argv.join(' ')}): ${acted.output.trim().slice(0, 300)}`);
    }
  }
  return { kind: 'same', before: made.evidence };
}

function differences(approved: KeptRemedy['request']['plan'], now: KeptRemedy['request']['plan']): string {
  if (approved.hostKey !== now.hostKey) return 'the host has another key';
  if (approved.playbook !== now.playbook) return 'the playbook has changed';
  const changed = approved.values.filter(value => now.values.find(({ name }) => name === value.name)?.text !== value.text);
  return changed.length > 0 ? `changed: ${changed.map(({ name }) => name).join(', ')}` : 'the plan has changed';
}

/**
 * Carries an approved plan out: looks again, records the intent durably, arms the undo, runs each command once. What comes after `started` is
 * never done a second time, by anybody.
 *
 * @returns false: it has to wait, since another remedy runs on that host
 */
export async function startRemedy(kept: KeptRemedy, tools: RemedyTools, show: ShowRemedy): Promise<boolean> {
  const { id, plan } = kept.request;
  const { logger } = tools;
  const { state } = kept.request;
  const people = state.kind === 'approved' ? state.approvals.map(({ by }) => by) : [];
  const giveUp = async (why: string): Promise<true> => {
    await moveRemedy(id, { kind: 'supersede', why }, { who: ITSELF, why }, tools);
    await show.now(id);
    return true;
  };
  const checked = await recheck(kept, tools);
  if (checked.kind === 'changed') {
    await refuse(
      { who: ITSELF, where: plan.host, why: checked.why, details: { request: id, digest: plan.digest, approvals: people } },
      tools,
    );
    return giveUp(checked.why);
  }
  const host = await tools.findHost(plan.host);
  if (!host || plan.kind === 'guided') return giveUp('there is nothing to run any more');
  const token = tools.newToken();
  // From here on it is written down, before anything is done.
  const started = await moveRemedy(
    id,
    { kind: 'start', digest: plan.digest, run: token },
    {
      who: ITSELF,
      why: `approved by ${people.join(', ')}`,
      details: { ...planDetails(plan), token, approvals: people },
      change: each => ({
        ...each,
        before: checked.before,
        request: { ...each.request, evidence: comparedBefore(plan.verify.gone, checked.before), output: '' },
      }),
    },
    tools,
  );
  if (started.kind === 'refused') {
    if (started.reason === 'busy') return false;
    if (started.reason === 'too-late') return true;
    logger.warn({ request: id, why: started.says }, 'a remedy was not begun');
    return true;
  }
  await show.now(id);
  logger.info({ request: id, host: plan.host, remedy: plan.remedy }, 'a remedy is carried out');
  const ran = await runPlan(id, plan, token, host, tools, show);
  const change = (each: KeptRemedy): KeptRemedy => ({ ...each, request: { ...each.request, output: ran.output } });
  const deed = { who: ITSELF, change };
  switch (ran.kind) {
    case 'ran':
      await moveRemedy(id, { kind: 'succeed', run: token }, { ...deed, why: 'every command succeeded' }, tools);
      break;
    case 'lost':
      await moveRemedy(id, { kind: 'lose', run: token, why: ran.why }, { ...deed, why: ran.why }, tools);
      break;
    case 'failed':
      // What did not happen needs no undo; its timer would do no harm, but it need not stay.
      if (ran.isUntouched && plan.confirmWithinSeconds !== undefined) await disarmUndo(plan, token, host, tools);
      await moveRemedy(id, { kind: 'fail', run: token, why: ran.why }, { ...deed, why: ran.why, isOpen: !ran.isUntouched }, tools);
      break;
  }
  await show.now(id);
  return true;
}
