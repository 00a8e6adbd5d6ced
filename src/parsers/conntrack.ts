// Connection tracking: how many entries, of how many, and what was dropped for want of room.
//
//   conntrack 1
//   /proc/sys/net/netfilter/nf_conntrack_count:150
//   /proc/sys/net/netfilter/nf_conntrack_max:150
//   /proc/net/stat/nf_conntrack:entries  clashres found new invalid … insert_failed drop early_drop …
//   /proc/net/stat/nf_conntrack:00000096  00000000 00000000 …        one line for each CPU, hexadecimal
//   end
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import { type Line, linesOf } from './lines.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const COUNT = '/proc/sys/net/netfilter/nf_conntrack_count:';
const LIMIT = '/proc/sys/net/netfilter/nf_conntrack_max:';
const STAT = '/proc/net/stat/nf_conntrack:';

interface Table {
  readonly isInUse: boolean;
  readonly entries: number;
  readonly limit?: number;
  readonly line: Line;
  /** Sums over all CPUs, by column. */
  readonly counters: ReadonlyMap<string, bigint>;
}

function sums(rows: readonly Line[]): ReadonlyMap<string, bigint> {
  const [head, ...cpus] = rows;
  const found = new Map<string, bigint>();
  if (!head) return found;
  const names = head.text.slice(STAT.length).trim().split(/\s+/u);
  for (const cpu of cpus) {
    const values = cpu.text.slice(STAT.length).trim().split(/\s+/u);
    if (values.length !== names.length) throw new OddLine(cpu, `has ${values.length} values for ${names.length} names`);
    names.forEach((name, index) => {
      const value = values[index] ?? '';
      if (!/^[0-9a-f]{1,16}$/u.test(value)) throw new OddLine(cpu, `${name} should be a hexadecimal number, not '${value}'`);
      found.set(name, (found.get(name) ?? 0n) + BigInt(`0x${value}`));
    });
  }
  return found;
}

function table(printed: Printed): Table {
  const lines = linesOf(printed);
  const first: Line = lines[0] ?? { no: 1, text: '' };
  if (first.text !== 'conntrack 1') throw new OddLine(first, "the first line should be 'conntrack 1'");
  const body = lines.slice(1);
  if (body.at(-1)?.text === 'end') body.pop();
  else if (!printed.truncated) throw new OddLine(body.at(-1) ?? first, "the last line should be 'end'");
  const odd = body.find(({ text }) => ![COUNT, LIMIT, STAT, 'not in use'].some(start => text.startsWith(start)));
  if (odd) throw new OddLine(odd, 'should be a line of one of the files of this check');
  const absent = body.find(({ text }) => text === 'not in use');
  if (absent) return { isInUse: false, entries: 0, line: absent, counters: new Map() };
  const countLine = body.find(({ text }) => text.startsWith(COUNT));
  const limitLine = body.find(({ text }) => text.startsWith(LIMIT));
  if (!countLine || !limitLine) throw new OddLine(body[0] ?? first, 'the number of entries and their limit are missing');
  return {
    isInUse: true,
    entries: wholeNumber(countLine.text.slice(COUNT.length), countLine, 'the number of entries'),
    limit: wholeNumber(limitLine.text.slice(LIMIT.length), limitLine, 'the limit'),
    line: { no: countLine.no, text: `${countLine.text}, ${limitLine.text}` },
    counters: sums(body.filter(({ text }) => text.startsWith(STAT))),
  };
}

const usedOf = ({ isInUse, entries, limit }: Table): number | undefined => {
  if (!isInUse) return 0;
  return limit !== undefined && limit > 0 ? entries / limit : undefined;
};

/** How full the connection tracking table is, and what it dropped. */
export const conntrack: Parser = {
  name: 'conntrack',
  gives: {
    in_use: 'bool',
    entries: 'number',
    limit: 'number',
    used: 'number',
    used_before: 'number',
    dropped: 'number',
    early_dropped: 'number',
    insert_failed: 'number',
    window_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = table(last);
    const before = first && table(first);
    const risen = (name: string): number | undefined => {
      // Of a list that was cut, some CPU is missing from the sums.
      if (!before || window === undefined || last.truncated || first?.truncated) return undefined;
      if (!now.isInUse && !before.isInUse) return 0;
      const [old, value] = [before.counters.get(name), now.counters.get(name)];
      return value === undefined ? undefined : rise(old?.toString(), value.toString());
    };
    const counted = (name: string): string => `${name} ${before?.counters.get(name) ?? '?'} -> ${now.counters.get(name) ?? '?'}`;
    return {
      kind: 'facts',
      values: present({
        in_use: now.isInUse,
        entries: now.entries,
        limit: now.limit,
        used: usedOf(now),
        used_before: before && usedOf(before),
        dropped: risen('drop'),
        early_dropped: risen('early_drop'),
        insert_failed: risen('insert_failed'),
        window_s: window,
      }),
      lines: {
        '': rowLine(now.line.text),
        ...(now.isInUse ? { dropped: counted('drop'), early_dropped: counted('early_drop'), insert_failed: counted('insert_failed') } : {}),
      },
    };
  }),
};
