import type { Incident, Person } from '../../model/incident.js';
import type { Target } from '../../model/target.js';
import type { Pressed } from '../ports/alert-desk.js';
import { refuse } from './audit-entry.js';
import { makePlan } from './make-plan.js';
import { offersOf } from './offers.js';
import type { RemedyDeskTools } from './remedy-tools.js';
import { requestRemedy } from './request-remedy.js';
import type { ShowRemedy } from './show-remedy.js';

type Answered = Extract<Incident['runs'][number]['state'], { readonly kind: 'answered' }>;

/** The target as the question binds it now; for a host that a finding led to, as it was visited. */
async function targetOn(
  host: string,
  { question }: Incident,
  { investigation }: Answered,
  { bind }: RemedyDeskTools,
): Promise<Target | undefined> {
  const binding = await bind(question);
  const asked = binding.kind === 'bound' ? binding.targets.find(({ target }) => target.host === host) : undefined;
  return asked?.target ?? investigation.capture.visits.find(({ target }) => target.host === host)?.target;
}

/** Looks at the host, renders the plan of an offer, and keeps it as requested. */
export async function prepareRemedy(
  id: string,
  number: number,
  offerId: string,
  by: Person,
  tools: RemedyDeskTools,
  show: ShowRemedy,
): Promise<Pressed> {
  const { incidents, visits, floors, findHost, logger } = tools;
  const no = (where: string, why: string) =>
    refuse({ who: by.id, where, why, details: { incident: id, run: number, offer: offerId } }, tools);
  const incident = await incidents.find(id);
  const run = incident?.runs.find(each => each.number === number);
  if (!incident || run?.state.kind !== 'answered') return no('', 'there is no such answer any more; ask again');
  if (incident.runs.some(each => each.number > number && each.state.kind !== 'failed'))
    return no('', 'there is a newer run of this incident: take the remedy that it offers');
  const found = offersOf(run.state.investigation.diagnosis, visits.playbooks, floors).find(({ offer }) => offer.id === offerId);
  if (!found) return no('', 'this remedy is not offered any more: the playbooks have changed; look again');
  const { remedy, verdict } = found;
  const host = await findHost(verdict.host);
  const target = await targetOn(verdict.host, incident, run.state, tools);
  if (!host || !target) return no(verdict.host, `${verdict.host} is not a host that Faultline knows any more`);
  const made = await makePlan({ remedy, host, target, about: verdict.about, chosen: {} }, tools);
  if (made.kind === 'refused') return no(host.name, made.why);
  const { service } = incident.question;
  const asked = await requestRemedy(
    {
      ...made,
      target,
      chosen: {},
      by,
      incident: { id, run: number, place: incident.place },
      ...(service === undefined ? {} : { service }),
    },
    tools,
  );
  if (asked.kind === 'known') return { kind: 'refused', says: 'this very plan was asked for already; its message stands in the thread' };
  if (asked.kind === 'refused') return no(host.name, asked.says);
  const { request } = asked.kept;
  logger.info({ incident: id, request: request.id, remedy: remedy.id, host: host.name, by: by.id }, 'a remedy was asked for');
  await show.now(request.id);
  return { kind: 'done' };
}
