// Round trips to the host's peers, its gateway and itself: one section of ping-summary.ts for each.
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { type PingSummary, pingSummary } from './ping-summary.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Headers of IPv4 or IPv6, and of ICMP, around the payload of a ping. */
const headerBytes = (address: string): number => (address.includes(':') ? 48 : 28);

function sections(printed: Printed): readonly PingSummary[] {
  const [first, ...rest] = linesOf(printed);
  const opening: Line = first ?? { no: 1, text: '' };
  if (opening.text !== 'path 1') throw new OddLine(opening, "the first line should be 'path 1'");
  const found: PingSummary[] = [];
  let head: Line | undefined;
  let body: Line[] = [];
  const close = (): void => {
    if (head) found.push(pingSummary(head, body));
    body = [];
  };
  for (const line of rest) {
    if (line.text === '-- end') {
      close();
      return found;
    }
    if (line.text.startsWith('-- ')) {
      close();
      head = line;
    } else if (head) body.push(line);
    else throw new OddLine(line, 'should say what was pinged');
  }
  if (!printed.truncated) throw new OddLine(rest.at(-1) ?? opening, "the last line should be '-- end'");
  // The section that the cap cut in two is left out.
  return found;
}

const lossOf = ({ sent, received }: PingSummary): number | undefined =>
  sent !== undefined && received !== undefined && sent > 0 ? (sent - received) / sent : undefined;

/** Those that answered: many hosts and routers never answer a ping, which says nothing of the path. */
const isAnswering = ({ received }: PingSummary): boolean => (received ?? 0) > 0;

/** The one with the largest value; the first of equals. */
function largest(pings: readonly PingSummary[], value: (ping: PingSummary) => number | undefined): PingSummary | undefined {
  return pings.reduce<PingSummary | undefined>(
    (best, ping) => ((value(ping) ?? -1) > (best ? (value(best) ?? -1) : -1) ? ping : best),
    undefined,
  );
}

function peerRow(ping: PingSummary, full: PingSummary | undefined): FactRow {
  return {
    ...present({
      address: ping.address,
      connections: ping.connections,
      sent: ping.sent,
      lost: ping.sent === undefined ? undefined : ping.sent - (ping.received ?? 0),
      rtt_s: ping.times?.mean,
      rtt_min_s: ping.times?.min,
      rtt_max_s: ping.times?.max,
      deviation_s: ping.times?.deviation,
      full_bytes: full && full.bytes + headerBytes(full.address),
      full_sent: full?.sent,
      full_lost: full?.sent === undefined ? undefined : full.sent - (full.received ?? 0),
      full_told: full?.isTold,
    }),
    line: ping.line,
  };
}

/** Facts about the whole list, so that a condition need not search it. */
function worst(peers: readonly PingSummary[], fulls: readonly PingSummary[]) {
  const answering = peers.filter(isAnswering);
  const lossy = largest(answering, lossOf);
  const unsteady = largest(answering, ping => ping.times?.deviation);
  const vanishing = fulls.find(
    full =>
      full.sent !== undefined &&
      full.sent >= 3 &&
      !isAnswering(full) &&
      !full.isTold &&
      answering.some(ping => ping.address === full.address),
  );
  const isKnown = fulls.some(full => full.sent !== undefined && answering.some(ping => ping.address === full.address));
  return {
    values: present({
      answering: answering.length,
      lossy: lossy?.address,
      lossy_sent: lossy?.sent,
      lossy_lost: lossy?.sent === undefined ? undefined : lossy.sent - (lossy.received ?? 0),
      loss: lossy && lossOf(lossy),
      unsteady: unsteady?.address,
      unsteady_deviation_s: unsteady?.times?.deviation,
      unsteady_min_s: unsteady?.times?.min,
      unsteady_max_s: unsteady?.times?.max,
      unsteady_loss: unsteady && lossOf(unsteady),
      full_size_vanishes: isKnown ? vanishing !== undefined : undefined,
      full_size_peer: vanishing?.address,
      full_size_bytes: vanishing && vanishing.bytes + headerBytes(vanishing.address),
    }),
    lines: {
      ...(lossy ? { loss: lossy.line, lossy_lost: lossy.line } : {}),
      ...(unsteady ? { unsteady_deviation_s: unsteady.line } : {}),
      ...(vanishing ? { full_size_vanishes: vanishing.line } : {}),
    },
  };
}

/** Whether packets come back, how long they take, and whether large ones do as well. */
export const path: Parser = {
  name: 'path',
  gives: {
    peers: 'list',
    'peers.address': 'text',
    'peers.connections': 'number',
    'peers.sent': 'number',
    'peers.lost': 'number',
    'peers.rtt_s': 'number',
    'peers.rtt_min_s': 'number',
    'peers.rtt_max_s': 'number',
    'peers.deviation_s': 'number',
    'peers.full_bytes': 'number',
    'peers.full_sent': 'number',
    'peers.full_lost': 'number',
    'peers.full_told': 'bool',
    answering: 'number',
    lossy: 'text',
    lossy_sent: 'number',
    lossy_lost: 'number',
    loss: 'number',
    unsteady: 'text',
    unsteady_deviation_s: 'number',
    unsteady_min_s: 'number',
    unsteady_max_s: 'number',
    unsteady_loss: 'number',
    full_size_vanishes: 'bool',
    full_size_peer: 'text',
    full_size_bytes: 'number',
    gateway: 'text',
    gateway_sent: 'number',
    gateway_lost: 'number',
    gateway_deviation_s: 'number',
    loopback_sent: 'number',
    loopback_lost: 'number',
    loopback_deviation_s: 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const pings = sections(last);
    const byRole = (role: PingSummary['role']): readonly PingSummary[] => pings.filter(ping => ping.role === role);
    const [peers, fulls, [gateway], [loopback]] = [byRole('peer'), byRole('full'), byRole('gateway'), byRole('loopback')];
    // Of a list that was cut, the worst is not known.
    const { values, lines } = last.truncated ? { values: {}, lines: {} } : worst(peers, fulls);
    const answered = gateway && isAnswering(gateway) ? gateway : undefined;
    return {
      kind: 'facts',
      values: {
        peers: peers.map(ping =>
          peerRow(
            ping,
            fulls.find(full => full.address === ping.address),
          ),
        ),
        ...values,
        ...present({
          gateway: gateway?.address,
          gateway_sent: answered?.sent,
          gateway_lost: answered?.sent === undefined ? undefined : answered.sent - (answered.received ?? 0),
          gateway_deviation_s: answered?.times?.deviation,
          loopback_sent: loopback?.sent,
          loopback_lost: loopback?.sent === undefined ? undefined : loopback.sent - (loopback.received ?? 0),
          loopback_deviation_s: loopback?.times?.deviation,
        }),
      },
      lines: {
        '': rowLine(pings[0]?.line ?? 'nothing was pinged'),
        ...(loopback ? { loopback_lost: loopback.line } : {}),
        ...(answered ? { gateway_lost: answered.line } : {}),
        ...lines,
      },
      ...partialOf(cutShort(last)),
    };
  }),
};
