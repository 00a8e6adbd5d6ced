// Open descriptors per process, counted by the check `descriptors` on the host:
//
//   descriptors uid 0 visible 9 hidden 0
//   row 21 - 8192 54 api-service.service node
//   row 320 280 8192 61 nginx.service nginx        (280 of the 320 are sockets)
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^descriptors uid (\d+) visible (\d+) hidden (\d+)$/u;
const ROW = /^row (\d+) (\d+|-) (\d+|unlimited) (\d+) (\S+) (.*)$/u;

interface Descriptors {
  readonly header: Line;
  readonly hidden: number;
  readonly rows: ReadonlyMap<string, FactRow>;
}

function descriptorsOf(printed: Printed): Descriptors {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, , , hidden] = matchOf(HEADER, header, 'should be the summary that the check prints first');
  const rows = new Map<string, FactRow>();
  let hasEnd = false;
  for (const line of rest) {
    if (line.text === 'end') {
      hasEnd = true;
      continue;
    }
    const [, used, sockets, limit, pid, unit, process = ''] = matchOf(
      ROW,
      line,
      "should be 'row', count, sockets, limit, pid, unit and name",
    );
    rows.set(
      `${pid} ${process}`,
      present({
        pid: Number(pid),
        process,
        unit: unit === '-' ? undefined : unit,
        used: Number(used),
        files: sockets === '-' ? undefined : Number(used) - Number(sockets),
        limit: limit === 'unlimited' ? undefined : Number(limit),
        line: rowLine(line.text),
      }),
    );
  }
  if (!hasEnd && !printed.truncated) throw new OddLine(rest.at(-1) ?? header, "the last line should be 'end'");
  return { header, hidden: Number(hidden), rows };
}

function withBefore(row: FactRow, before: FactRow | undefined): FactRow {
  return present({ ...row, used_before: before?.used, files_before: before?.files });
}

/** Processes with their open descriptors and the limit of these. */
export const descriptors: Parser = {
  name: 'descriptors',
  gives: {
    rows: 'list',
    'rows.pid': 'number',
    'rows.process': 'text',
    'rows.unit': 'text',
    'rows.used': 'number',
    'rows.used_before': 'number',
    'rows.files': 'number',
    'rows.files_before': 'number',
    'rows.limit': 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const now = descriptorsOf(last);
    const before = first && descriptorsOf(first);
    const denied =
      now.hidden > 0
        ? { reason: 'denied' as const, why: `the descriptors of ${now.hidden} processes of other users cannot be counted`, lists: ['rows'] }
        : undefined;
    return {
      kind: 'facts',
      values: { rows: [...now.rows].map(([key, row]) => withBefore(row, before?.rows.get(key))) },
      lines: { '': rowLine(now.header.text) },
      ...partialOf(denied, cutShort(last)),
    };
  }),
};
