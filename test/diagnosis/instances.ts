import type { JudgedInstance } from '../../src/diagnosis/judge.js';
import type { PlacedInstance, VisitVerdicts } from '../../src/diagnosis/link.js';
import type { Verdict, VerdictWord } from '../../src/model/diagnosis.js';
import type { Fault, LeadsTo, LookAt } from '../../src/model/playbook.js';

const nothing = { text: '', render: () => '' };

/** What a test says of an instance; the rest is a confirmed cause about nothing in particular. */
export interface Told {
  readonly role?: 'cause' | 'effect';
  readonly word?: VerdictWord;
  readonly score?: number;
  readonly about?: Verdict['about'];
  readonly leadsTo?: readonly LeadsTo[];
  readonly lookAt?: LookAt;
}

/** An instance whose verdict is given, not judged. */
export function instance(id: string, told: Told = {}): JudgedInstance {
  const { role = 'cause', word = 'confirmed', score = 4, about = {}, leadsTo = [], lookAt } = told;
  const fault: Fault = {
    id,
    place: { file: `${id}.yaml`, line: 1, column: 1 },
    title: nothing,
    explain: '',
    role,
    prior: 'common',
    about: {},
    evidence: [],
    leadsTo,
    oftenCausedBy: [],
    ...(lookAt ? { lookAt } : {}),
    advice: nothing,
    references: [],
    remedies: [],
    checks: [],
  };
  const verdict: Verdict = {
    fault: id,
    role,
    host: '',
    about,
    title: id,
    word,
    score,
    low: score,
    high: score,
    evidence: [],
    advice: '',
    remedies: [],
  };
  return { fault, verdict, context: {} };
}

/** `leads_to` an effect on the same host, or on the hosts that call this one. */
export const leadsTo = (fault: string, seenFrom: LeadsTo['seenFrom'] = 'same_host'): LeadsTo => ({ fault, seenFrom });

/** A finding that points to an address. */
export function lookAt(address: string, port: number, more: Partial<Pick<LookAt, 'ask' | 'limit'>> = {}): LookAt {
  return {
    address: { text: '', checks: [], value: () => address },
    port: { text: '', checks: [], value: () => port },
    ask: ['no-connection'],
    because: 'it refuses',
    limit: 3,
    ...more,
  };
}

/** One visit to a host, known by its name and the given addresses. */
export function visitTo(
  host: string,
  judged: readonly JudgedInstance[],
  more: Partial<Pick<VisitVerdicts, 'port' | 'unit' | 'addresses' | 'askedBy'>> = {},
): VisitVerdicts {
  const { addresses = [], askedBy = [], ...rest } = more;
  const here = judged.map(each => ({ ...each, verdict: { ...each.verdict, host } }));
  return { host, judged: here, ...rest, addresses: [host, ...addresses], askedBy };
}

/** All instances of the visits in one list, as links and leads see them. */
export const placed = (...visits: readonly VisitVerdicts[]): readonly PlacedInstance[] =>
  visits.flatMap(visit => visit.judged.map(each => ({ instance: each, visit })));
