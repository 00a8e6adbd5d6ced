import type { FactValues } from '../model/fact.js';
import type { Playbooks } from '../model/playbook.js';
import type { Leg, MeasuredLegs, Timing } from '../model/timing.js';
import type { HostFacts } from './facts.js';
import { secondsText } from './readings.js';

/** The checks that split a request's time, and what they call its legs. */
const FROM_BOT = 'http_probe';
const FROM_HOST = 'local_http';
const FIELDS = {
  'name-lookup': 'name_lookup_s',
  connect: 'connect_s',
  tls: 'tls_s',
  'first-byte': 'first_byte_s',
  total: 'total_s',
} as const;

const IN_WORDS: Readonly<Record<Leg, string>> = {
  'name-lookup': 'looking the name up',
  connect: 'connecting',
  tls: 'the TLS handshake',
  'first-byte': 'waiting for the first byte',
  body: 'receiving the rest of the answer',
};

/** Below this, in seconds, nobody asks where the time goes. */
const WORTH_NAMING_S = 0.05;

/** A place is slow as well when it takes at least this part of what the other one takes. */
const AS_SLOW = 0.5;

function legsIn(values: FactValues | undefined): MeasuredLegs | undefined {
  if (!values) return undefined;
  const legs = Object.entries(FIELDS).flatMap(([leg, field]) => {
    const seconds = values[field];
    return typeof seconds === 'number' ? [[leg, seconds] as const] : [];
  });
  return legs.length === 0 ? undefined : Object.fromEntries(legs);
}

function spent(legs: MeasuredLegs, leg: Leg): number {
  if (leg !== 'body') return legs[leg] ?? 0;
  const { total = 0 } = legs;
  return total - (legs['name-lookup'] ?? 0) - (legs.connect ?? 0) - (legs.tls ?? 0) - (legs['first-byte'] ?? 0);
}

const LEGS: readonly Leg[] = ['name-lookup', 'connect', 'tls', 'first-byte', 'body'];

/** The leg that takes at least half of the time, when that is worth naming. */
function slowLeg(legs: MeasuredLegs): Leg | undefined {
  const { total } = legs;
  if (total === undefined || total < WORTH_NAMING_S) return undefined;
  return LEGS.find(leg => spent(legs, leg) >= total / 2);
}

/** The leg in which a request stayed that did not end. The name is looked up before; without a connection nothing else was reached. */
function openLeg(legs: MeasuredLegs, isTls: boolean): Leg {
  if (legs.connect === undefined) return 'connect';
  if (isTls && legs.tls === undefined) return 'tls';
  return legs['first-byte'] === undefined ? 'first-byte' : 'body';
}

/** Whether the host itself sees it too: then it is not the way to it. */
function comparison(leg: Leg, fromBot: MeasuredLegs, fromHost: MeasuredLegs | undefined): string {
  if (fromHost?.total === undefined || fromBot.total === undefined) return '';
  const there = `${secondsText(fromHost.total)} from the host itself`;
  if (fromHost.total < fromBot.total * AS_SLOW) return `; ${there}: the rest goes on the way between`;
  return leg === 'first-byte' || leg === 'body' ? `; ${there} too: the service, not the network` : `; ${there} too`;
}

function splitOf(fromBot: MeasuredLegs | undefined, fromHost: MeasuredLegs | undefined, isTls: boolean): Pick<Timing, 'leg' | 'says'> {
  const legs = fromBot ?? fromHost ?? {};
  const where = fromBot ? '' : ' from the host itself';
  const { total } = legs;
  if (total === undefined) {
    const leg = openLeg(legs, isTls);
    const before = legs.connect === undefined ? '' : ` (connecting took ${secondsText(legs.connect)})`;
    const seen = fromBot && fromHost?.total !== undefined ? `; from the host itself it takes ${secondsText(fromHost.total)}` : '';
    return { leg, says: `a request${where} does not get beyond ${IN_WORDS[leg]}${leg === 'connect' ? '' : before}${seen}` };
  }
  const leg = slowLeg(legs);
  const taken = `a request${where} takes ${secondsText(total)}`;
  if (leg) return { leg, says: `${taken}, most of it ${IN_WORDS[leg]}${fromBot ? comparison(leg, fromBot, fromHost) : ''}` };
  if (total < WORTH_NAMING_S) return { says: `${taken}: no leg of it is slow` };
  return { says: `${taken}, and no leg of it takes half of that` };
}

/** Splits the time of a request, when a symptom wants it shown and it was measured. */
export function timingSplit(
  playbooks: Playbooks,
  symptoms: readonly string[],
  facts: HostFacts,
  url: string | undefined,
): Timing | undefined {
  const shown = new Set(symptoms.flatMap(id => playbooks.symptoms.get(id)?.show ?? []));
  const measured = (check: string): MeasuredLegs | undefined => (shown.has(check) ? legsIn(facts.facts.get(check)?.values) : undefined);
  const fromBot = measured(FROM_BOT);
  const fromHost = measured(FROM_HOST);
  if (!fromBot && !fromHost) return undefined;
  return {
    host: facts.host,
    ...splitOf(fromBot, fromHost, url?.startsWith('https:') ?? false),
    ...(fromBot ? { fromBot } : {}),
    ...(fromHost ? { fromHost } : {}),
  };
}
