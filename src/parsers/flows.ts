// Open connections that hold unread data, wait for an acknowledgement, or carry much: one line each (flow-row.ts), then
//
//   flows total 12 shown 3 odd 0
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type Flow, flowRow } from './flow-row.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const SUMMARY = /^flows total (\d+) shown (\d+) odd (\d+)$/u;
/** The check shows at most so many. */
const MOST = 300;
/** Less is what any request or answer leaves for a moment. */
const UNREAD_BYTES = 8192;
/** Data that would take longer than this to be read is stuck; a fast upload is read in milliseconds. */
const STUCK_SECONDS = 0.3;
/** A transfer that a window can limit: slower ones have no need of it. */
const MUCH_BYTES_PER_SECOND = 20_000;
/** On shorter ways no window is too small. */
const LONG_WAY_SECONDS = 0.01;
const FULL_SEGMENT = 1200;

interface Look {
  readonly flows: readonly Flow[];
  readonly total?: number;
  readonly more: number;
  readonly line: Line;
}

function look(printed: Printed): Look {
  const lines = linesOf(printed);
  const flows: Flow[] = [];
  let summary: Line | undefined;
  let isWhole = false;
  for (const line of lines) {
    if (line.text.startsWith('flow ')) flows.push(flowRow(line));
    else if (line.text === 'end') isWhole = true;
    else if (summary) throw new OddLine(line, "the line after the summary should be 'end'");
    else summary = line;
  }
  const first: Line = lines[0] ?? { no: 1, text: '' };
  if (!summary && !printed.truncated) throw new OddLine(first, 'the summary of the check is missing');
  if (!isWhole && !printed.truncated) throw new OddLine(lines.at(-1) ?? first, "the last line should be 'end'");
  if (!summary) return { flows, more: 0, line: first };
  const [, total, , odd] = matchOf(SUMMARY, summary, 'should be the summary of the check');
  if (odd !== '0') throw new OddLine(summary, `${odd} lines of ss have fewer columns than a connection`);
  return { flows, total: Number(total), more: flows.length >= MOST ? 1 : 0, line: summary };
}

interface Moved {
  readonly flow: Flow;
  readonly before?: Flow;
  /** Bytes that were received in a second of the window. */
  readonly speed?: number;
}

const isStuck = ({ flow, before, speed }: Moved): boolean =>
  before !== undefined &&
  speed !== undefined &&
  flow.unread >= UNREAD_BYTES &&
  before.unread >= UNREAD_BYTES &&
  flow.unread > speed * STUCK_SECONDS;

function byPort(moved: readonly Moved[]): ReadonlyMap<number, readonly Moved[]> {
  const ports = new Map<number, Moved[]>();
  for (const one of moved) ports.set(one.flow.port, [...(ports.get(one.flow.port) ?? []), one]);
  return ports;
}

function unreadRow(port: number, moved: readonly Moved[], canTell: boolean): FactRow {
  const stuck = moved.filter(isStuck);
  const [worst] = [...(stuck.length > 0 ? stuck : moved)].sort((a, b) => b.flow.unread - a.flow.unread);
  return {
    ...present({
      port,
      connections: moved.length,
      stuck: canTell ? stuck.length : undefined,
      bytes: worst?.flow.unread,
      bytes_before: worst?.before?.unread,
      bytes_s: worst?.speed,
      peer: worst?.flow.peer,
    }),
    line: rowLine(worst?.flow.line ?? ''),
  };
}

function incomingRow(port: number, moved: readonly Moved[]): readonly FactRow[] {
  const far = moved.filter(({ flow, speed }) => (speed ?? 0) >= MUCH_BYTES_PER_SECOND && roundTrip(flow) >= LONG_WAY_SECONDS);
  const [fastest] = [...far].sort((a, b) => (b.speed ?? 0) - (a.speed ?? 0));
  if (fastest?.speed === undefined) return [];
  const { flow, speed } = fastest;
  const rtt = roundTrip(flow);
  const row = present({
    port,
    peer: flow.peer,
    bytes_s: speed,
    rtt_s: rtt,
    window_bytes: flow.window,
    buffer_bytes: flow.buffer,
    of_window: flow.window === undefined || flow.window === 0 ? undefined : (speed * rtt) / flow.window,
    unread: flow.unread,
  });
  return [{ ...row, line: rowLine(flow.line) }];
}

/** A receiver that sends little knows the way from the gaps between what arrives (rcv_rtt), and only at the beginning from answers. */
const roundTrip = ({ rtt, receiverRtt }: Flow): number => Math.min(rtt ?? receiverRtt ?? 0, receiverRtt ?? rtt ?? 0);

/** Connections that do not move, or move no faster than a window lets them. */
export const flows: Parser = {
  name: 'flows',
  gives: {
    unread: 'list',
    'unread.port': 'number',
    'unread.connections': 'number',
    'unread.stuck': 'number',
    'unread.bytes': 'number',
    'unread.bytes_before': 'number',
    'unread.bytes_s': 'number',
    'unread.peer': 'text',
    incoming: 'list',
    'incoming.port': 'number',
    'incoming.peer': 'text',
    'incoming.bytes_s': 'number',
    'incoming.rtt_s': 'number',
    'incoming.window_bytes': 'number',
    'incoming.buffer_bytes': 'number',
    'incoming.of_window': 'number',
    'incoming.unread': 'number',
    sent_again: 'number',
    sent_again_full: 'number',
    sent_again_peer: 'text',
    peer_reads_nothing: 'number',
    connections: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = look(last);
    const before = first && look(first);
    const old = new Map(before?.flows.map(flow => [flow.key, flow]));
    const moved = now.flows.map((flow): Moved => {
      const earlier = old.get(flow.key);
      if (earlier === undefined || window === undefined || flow.received < earlier.received) return { flow };
      return { flow, before: earlier, speed: (flow.received - earlier.received) / window };
    });
    const canTell = before !== undefined && window !== undefined;
    const unread = byPort(moved.filter(({ flow }) => flow.unread >= UNREAD_BYTES));
    const waiting = now.flows.filter(flow => flow.backoff >= 2 && flow.timer === 'on').sort((a, b) => b.backoff - a.backoff);
    // What was cut off may hold more of them: then only the rows that are there are known.
    const counts = last.truncated
      ? {}
      : {
          sent_again: waiting.length,
          sent_again_full: waiting.filter(flow => (flow.mss ?? 0) >= FULL_SEGMENT).length,
          ...present({ sent_again_peer: waiting[0]?.peer, connections: now.total }),
          peer_reads_nothing: now.flows.filter(flow => flow.timer === 'persist').length,
        };
    return {
      kind: 'facts',
      values: {
        unread: [...unread].sort(([a], [b]) => a - b).map(([port, rows]) => unreadRow(port, rows, canTell)),
        incoming: canTell ? [...byPort(moved)].sort(([a], [b]) => a - b).flatMap(([port, rows]) => incomingRow(port, rows)) : [],
        ...counts,
      },
      lines: {
        '': rowLine(now.line.text),
        ...(waiting[0] ? { sent_again: rowLine(waiting[0].line), sent_again_full: rowLine(waiting[0].line) } : {}),
      },
      ...partialOf(
        cutShort(last),
        leftOut(now.more, 'connections', ['unread', 'incoming']),
        canTell ? undefined : { reason: 'partial', why: 'speeds need two looks', lists: ['incoming'] },
      ),
    };
  }),
};
