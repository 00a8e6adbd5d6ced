// Processes and connections of each listening port, counted on the host:
//
//   ports 2
//   port 8086 holders 5 busy 4 established 12 accepted 4 waiting 8 unread 8
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

interface PortCounts {
  readonly port: number;
  readonly holders: number;
  readonly busy: number;
  readonly established: number;
  readonly accepted: number;
  readonly waiting: number;
  readonly unread: number;
  readonly text: string;
}

const ROW = /^port (\d{1,5}) holders (\d+) busy (\d+) established (\d+) accepted (\d+) waiting (\d+) unread (\d+)$/u;

function portsOf(printed: Printed): { header: string; rows: readonly PortCounts[] } {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  matchOf(/^ports \d+$/u, header, "should be 'ports' and their number");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 1, text: '' }, "the last line should be 'end'");
  const rows = (isWhole ? rest.slice(0, -1) : rest).map(line => {
    const [port = 0, holders = 0, busy = 0, established = 0, accepted = 0, waiting = 0, unread = 0] = matchOf(
      ROW,
      line,
      'should be a port with its processes and connections',
    )
      .slice(1)
      .map(Number);
    return { port, holders, busy, established, accepted, waiting, unread, text: line.text };
  });
  return { header: header.text, rows };
}

/**
 * Workers that take one connection at a time, most of them with one: one of the holders may be the parent that only listens, and in the moment
 * of a look some are between two connections.
 */
function areAllTaken({ holders, busy, accepted }: PortCounts): boolean {
  return holders >= 2 && busy >= Math.max(1, (holders - 1) / 2) && accepted <= busy;
}

/** Which processes serve each port, and whether connections wait for one of them. */
export const workers: Parser = {
  name: 'workers',
  gives: {
    ports: 'list',
    'ports.port': 'number',
    'ports.holders': 'number',
    'ports.busy': 'number',
    'ports.established': 'number',
    'ports.established_before': 'number',
    'ports.accepted': 'number',
    'ports.waiting': 'number',
    'ports.waiting_before': 'number',
    'ports.unread': 'number',
    'ports.unread_before': 'number',
    'ports.one_at_a_time': 'bool',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const { header, rows } = portsOf(last);
    const before = new Map(first ? portsOf(first).rows.map(row => [row.port, row] as const) : []);
    const ports: FactRow[] = rows.map(row => {
      // A login that sees no process of the listener sees none of its connections either: all would seem to wait.
      const isSeen = row.holders > 0;
      const earlier = before.get(row.port);
      return present({
        port: row.port,
        established: row.established,
        established_before: earlier?.established,
        unread: row.unread,
        unread_before: earlier?.unread,
        ...(isSeen
          ? {
              holders: row.holders,
              busy: row.busy,
              accepted: row.accepted,
              waiting: row.waiting,
              waiting_before: earlier?.waiting,
              one_at_a_time: areAllTaken(row),
            }
          : {}),
        line: rowLine(row.text),
      });
    });
    return { kind: 'facts', values: { ports }, lines: { '': rowLine(header) }, ...partialOf(cutShort(last)) };
  }),
};
