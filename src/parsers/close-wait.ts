// CLOSE-WAIT sockets counted per process by the check `close_wait`, from `ss -tanp state close-wait`.
//
//   close_wait uid 0 total 228 without_process 0 odd 0
//   owner 228 735 node
//   end
import type { Parser, Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^close_wait uid (\d+) total (\d+) without_process (\d+) odd (\d+)$/u;

interface Owner {
  readonly count: number;
  readonly pid: number;
  readonly process: string;
  readonly line: Line;
}

interface Owners {
  readonly header: Line;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly hidden: number;
  readonly uid: string;
  readonly isWhole: boolean;
}

function ownersOf(printed: Printed): Owners {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, uid = '', , hidden = '', odd] = matchOf(HEADER, header, 'should be the summary that the check prints first');
  if (odd !== '0') throw new OddLine(header, `${odd} rows of ss have an unknown form`);
  const owners = new Map<string, Owner>();
  let isWhole = false;
  for (const line of rest) {
    if (line.text === 'end') {
      isWhole = true;
      continue;
    }
    const [, count, pid, process = ''] = matchOf(/^owner (\d+) (\d+) (.*)$/u, line, "should be 'owner', a count, a pid and a name");
    owners.set(`${pid} ${process}`, { count: Number(count), pid: Number(pid), process, line });
  }
  if (!isWhole && !printed.truncated) throw new OddLine(rest.at(-1) ?? header, "the last line should be 'end'");
  return { header, owners, hidden: Number(hidden), uid, isWhole };
}

/** Processes with the sockets that their peers closed and they did not. */
export const closeWait: Parser = {
  name: 'close_wait',
  gives: {
    owners: 'list',
    'owners.process': 'text',
    'owners.pid': 'number',
    'owners.count': 'number',
    'owners.count_before': 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const now = ownersOf(last);
    const before = first && ownersOf(first);
    const rows = [...now.owners].map(([key, owner]) =>
      present({
        process: owner.process,
        pid: owner.pid,
        count: owner.count,
        count_before: before?.owners.get(key)?.count ?? (before?.isWhole ? 0 : undefined),
        line: rowLine(owner.line.text),
      }),
    );
    // Root sees every process. Sockets that have none even then wait in an accept queue: nobody holds them yet.
    const isBlind = now.uid !== '0' && now.hidden > 0;
    const denied = isBlind
      ? {
          reason: 'denied' as const,
          why: `${now.hidden} sockets in CLOSE-WAIT belong to processes that this user may not see`,
          lists: ['owners'],
        }
      : undefined;
    return {
      kind: 'facts',
      values: { owners: rows.sort((a, b) => Number(b.count) - Number(a.count)) },
      lines: { '': rowLine(now.header.text) },
      ...partialOf(denied, cutShort(last)),
    };
  }),
};
