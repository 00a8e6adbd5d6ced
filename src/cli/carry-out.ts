import { refuse } from '../flow/remedies/audit-entry.js';
import { comparedBefore } from '../flow/remedies/compared.js';
import type { MadePlan } from '../flow/remedies/make-plan.js';
import { moveRemedy } from '../flow/remedies/move-remedy.js';
import { proceed } from '../flow/remedies/proceed.js';
import { ITSELF, type RemedyTools, wait } from '../flow/remedies/remedy-tools.js';
import { requestRemedy } from '../flow/remedies/request-remedy.js';
import { showRemedy } from '../flow/remedies/show-remedy.js';
import { harmless } from '../model/harmless.js';
import type { RemedyRequest } from '../model/remedy-request.js';
import type { Target } from '../model/target.js';
import { approvalRule } from '../remediation/approval-rule.js';
import type { Remediation } from './render-remediation.js';
import type { CliServices, OpenedRecords, OpenedRemedies } from './services.js';

interface Wish {
  readonly made: Extract<MadePlan, { readonly kind: 'plan' }>;
  readonly target: Target;
  readonly chosen: Readonly<Record<string, string>>;
}

type Opened = Extract<OpenedRemedies, { readonly kind: 'open' }>;
type Records = Extract<OpenedRecords, { readonly kind: 'open' }>;

/** Between two attempts at what has to wait: another remedy on the host, or a host that does not answer. */
const AGAIN_SECONDS = 5;
/** After that long it is left to the next `remediate` or to the bot. */
const MOST_SECONDS = 900;

/** Why this person may not approve it alone on the command line; undefined: they may. */
function forbidden({ made: { plan } }: Wish, { acting, person, breakGlass }: Opened): string | undefined {
  const listed = acting.policy.users.filter(user => user.startsWith('cli:'));
  if (listed.length > 0 && !listed.includes(person))
    return `${person} is not one of those who may run remedies from the command line (approvals.approvers.users)`;
  const { needed, self } = approvalRule(acting.policy, plan.risk);
  if (breakGlass || (needed === 1 && self)) return undefined;
  const people = needed === 1 ? 'somebody else' : `${needed} people`;
  return `a remedy of ${plan.risk} risk must be approved by ${people}${self ? '' : ', not by who asks for it'}: ask for it in the chat, or set approvals.break_glass: true for when the chat is down`;
}

const whyOf = (state: RemedyRequest['state']): string => ('why' in state ? state.why : '');

function outcome({ plan, state, evidence, output }: RemedyRequest): Remediation {
  const notRun = state.kind === 'superseded' || state.kind === 'expired' || state.kind === 'rejected';
  return { state: notRun ? 'refused' : state.kind, why: whyOf(state) || state.kind, plan, evidence, output };
}

/** Requests, approves and carries out a plan, with the same record as in the chat, until nothing is left to be done. */
export async function carryOut(wish: Wish, opened: Opened, { records, isSole }: Records, services: CliServices): Promise<Remediation> {
  const { made, target, chosen } = wish;
  const { plan } = made;
  const say = (line: string): void => services.err.write(`faultline: ${harmless(line)}\n`);
  const log = (about: object, says: string): void => say(`${says}${'error' in about ? `: ${String(about.error)}` : ''}`);
  const quiet = (): void => undefined;
  const logger: RemedyTools['logger'] = { debug: quiet, info: quiet, warn: log, error: log, child: () => logger };
  let told = '';
  const announcer: RemedyTools['announcer'] = {
    showRemedy: ({ id, state }) => {
      if (told !== `${id} ${state.kind}`) say(`${id} is ${state.kind}${whyOf(state) === '' ? '' : `: ${whyOf(state)}`}`);
      told = `${id} ${state.kind}`;
      return Promise.resolve();
    },
  };
  const tools: RemedyTools = { ...opened.acting, ...opened.planning, ...records, announcer, logger };
  const show = showRemedy(tools);
  const refused = async (why: string): Promise<Remediation> => {
    await refuse({ who: opened.person, where: plan.host, why, details: { remedy: plan.remedy, digest: plan.digest } }, tools);
    return { state: 'refused', why, plan, evidence: comparedBefore(plan.verify.gone, made.evidence), output: '' };
  };

  const why = forbidden(wish, opened);
  if (why !== undefined) return refused(why);
  // What an earlier call left unfinished when it was killed; nobody else works on it.
  for (const { request, changedAt } of await records.remedies.open())
    if (request.incident === undefined && (isSole || tools.clock.now() - changedAt > MOST_SECONDS)) {
      say(`${request.id} was not finished by an earlier call: it is gone on with first`);
      await proceed(request.id, tools, show);
    }
  const asked = await requestRemedy({ ...made, target, chosen, by: { id: opened.person }, breakGlass: opened.breakGlass }, tools);
  if (asked.kind !== 'requested') return refused(asked.kind === 'known' ? 'it is asked for already' : asked.says);
  const { id } = asked.kept.request;
  const approved = await moveRemedy(
    id,
    { kind: 'approve', by: opened.person, digest: plan.digest },
    { who: opened.person, why: '--yes' },
    tools,
  );
  if (approved.kind === 'refused') return refused(approved.says);
  const until = tools.clock.now() + MOST_SECONDS;
  for (;;) {
    await proceed(id, tools, show);
    const kept = await records.remedies.find(id);
    if (!kept?.isOpen || tools.clock.now() > until) break;
    if (services.signal.aborted && kept.request.state.kind === 'approved')
      await moveRemedy(id, { kind: 'supersede', why: 'called off' }, { who: ITSELF, why: 'called off' }, tools);
    else await wait(AGAIN_SECONDS, tools.later);
  }
  const last = await records.remedies.find(id);
  return outcome(last?.request ?? asked.kept.request);
}
