// /proc/net/dev: counters of each network interface since boot.
//
//   Inter-|   Receive                                                |  Transmit
//    face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
//     eth0: 1371820   14327    0    0    0     0          0         0  3318676   10665    0    0    0     0       0          0
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import type { Line } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const COLUMNS = 16;
// `drop` holds what the card missed as well; `errs` holds CRC, frame and length errors (net/core/net-procfs.c).
const [RX_BYTES, RX_PACKETS, RX_ERRORS, RX_DROPPED, RX_FIFO, TX_PACKETS, TX_ERRORS, TX_DROPPED] = [0, 1, 2, 3, 4, 9, 10, 11];

interface Counters {
  readonly values: readonly string[];
  readonly line: Line;
}

function interfaces(printed: Printed): ReadonlyMap<string, Counters> {
  const lines = readFiles(printed).get('/proc/net/dev') ?? [];
  const [first, second, ...rest] = lines;
  if (!first?.text.startsWith('Inter-|') || !second?.text.includes('|bytes')) {
    throw new OddLine(first ?? { no: 1, text: '' }, 'should be the two lines with the names of the columns');
  }
  const found = new Map<string, Counters>();
  for (const line of rest) {
    const colon = line.text.lastIndexOf(':');
    const values = line.text
      .slice(colon + 1)
      .trim()
      .split(/\s+/u);
    if (colon < 1 || values.length < COLUMNS) throw new OddLine(line, `should be an interface with ${COLUMNS} counters`);
    for (const value of values) wholeNumber(value, line, 'a counter');
    found.set(line.text.slice(0, colon).trim(), { values, line });
  }
  found.delete('lo');
  return found;
}

interface Risen {
  readonly name: string;
  readonly line: string;
  /** The rise of a column; absent when the counter went down or the interface is new. */
  readonly by: (column: number) => number | undefined;
}

function row({ name, line, by }: Risen): FactRow {
  const fields = present({
    name,
    received: by(RX_PACKETS),
    sent: by(TX_PACKETS),
    receive_errors: by(RX_ERRORS),
    receive_dropped: by(RX_DROPPED),
    receive_overruns: by(RX_FIFO),
    send_errors: by(TX_ERRORS),
    send_dropped: by(TX_DROPPED),
  });
  return { ...fields, line };
}

const sumOf = (all: readonly Risen[], column: number): number => all.reduce((sum, { by }) => sum + (by(column) ?? 0), 0);
const errorsOf = ({ by }: Risen): number => (by(RX_ERRORS) ?? 0) + (by(TX_ERRORS) ?? 0);

/** What the interfaces carried in the window, and what went wrong on them. */
export const procNetDev: Parser = {
  name: 'proc_net_dev',
  gives: {
    rows: 'list',
    'rows.name': 'text',
    'rows.received': 'number',
    'rows.sent': 'number',
    'rows.receive_errors': 'number',
    'rows.receive_dropped': 'number',
    'rows.receive_overruns': 'number',
    'rows.send_errors': 'number',
    'rows.send_dropped': 'number',
    received_s: 'number',
    bytes_per_packet: 'number',
    worst: 'text',
    errors: 'number',
    overruns: 'number',
    dropped: 'number',
    window_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = interfaces(last);
    const before = first && interfaces(first);
    const risen = [...now].map(
      ([name, { values, line }]): Risen => ({
        name,
        line: rowLine(line.text.trim()),
        by: column => (before ? rise(before.get(name)?.values[column], values[column] ?? '') : undefined),
      }),
    );
    // Sums need two looks, at all interfaces.
    const isWhole = before !== undefined && window !== undefined && !last.truncated && !first?.truncated && risen.length > 0;
    const packets = sumOf(risen, RX_PACKETS);
    const [worst] = [...risen].sort((a, b) => errorsOf(b) - errorsOf(a));
    return {
      kind: 'facts',
      values: {
        rows: risen.map(row),
        ...(isWhole
          ? present({
              received_s: packets / window,
              bytes_per_packet: packets > 0 ? sumOf(risen, RX_BYTES) / packets : undefined,
              worst: worst?.name,
              errors: worst && errorsOf(worst),
              overruns: sumOf(risen, RX_FIFO),
              dropped: sumOf(risen, RX_DROPPED),
              window_s: window,
            })
          : {}),
      },
      lines: worst ? { '': worst.line, errors: worst.line } : { '': 'no interface but lo' },
      ...partialOf(cutShort(last)),
    };
  }),
};
