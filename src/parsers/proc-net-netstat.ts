// /proc/net/netstat and /proc/net/snmp: pairs of lines, names and then values, each with the section in front.
//
//   TcpExt: SyncookiesSent SyncookiesRecv … ListenOverflows ListenDrops …
//   TcpExt: 0 0 … 28 28 …
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import type { Line } from './lines.js';
import { readFiles } from './read-files.js';
import { OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Reads one pair of lines into counters: TcpExt by plain name, others as `Section_Name`. */
function readPair(names: Line, values: Line, into: Map<string, string>): void {
  const [section = '', ...heads] = names.text.trim().split(/\s+/u);
  const [again, ...numbers] = values.text.trim().split(/\s+/u);
  if (!/^\w+:$/u.test(section) || again !== section) throw new OddLine(values, `should be the values of '${section}'`);
  if (heads.length !== numbers.length) throw new OddLine(values, `has ${numbers.length} values for ${heads.length} names`);
  const prefix = section === 'TcpExt:' ? '' : `${section.slice(0, -1)}_`;
  heads.forEach((head, index) => {
    const value = numbers[index] ?? '';
    if (!/^-?\d+$/u.test(value)) throw new OddLine(values, `${head} should be a number, not '${value}'`);
    into.set(prefix + head, value);
  });
}

function counters(printed: Printed): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const lines of readFiles(printed).values()) {
    for (let at = 0; at < lines.length; at += 2) {
      const [names, values] = [lines[at], lines[at + 1]];
      if (!names || !values) {
        if (printed.truncated) break;
        throw new OddLine(names ?? { no: 1, text: '' }, 'a line with names is not followed by its values');
      }
      readPair(names, values, found);
    }
  }
  return found;
}

/** Every counter since boot (`total.X`), and its rise over the window (`delta.X`). */
export const procNetNetstat: Parser = {
  name: 'proc_net_netstat',
  gives: 'declared',
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = counters(last);
    const before = first && counters(first);
    const total: Record<string, number> = {};
    const delta: Record<string, number> = {};
    const lines: Record<string, string> = {};
    for (const [name, value] of now) {
      // Gauges that the kernel prints among the counters may be -1 (Tcp MaxConn): a total, but never a rise.
      total[name] = Number(value);
      const old = before?.get(name);
      const risen = rise(old, value);
      if (risen !== undefined) delta[name] = risen;
      // The raw lines hold over a hundred numbers: the counter alone is what a reader can check with nstat.
      const line = old === undefined ? `${name} ${value}` : `${name} ${old} -> ${value}`;
      lines[`total.${name}`] = line;
      if (risen !== undefined) lines[`delta.${name}`] = line;
    }
    lines[''] = `ListenOverflows ${now.get('ListenOverflows') ?? '?'}, ListenDrops ${now.get('ListenDrops') ?? '?'} since boot`;
    return {
      kind: 'facts',
      values: before && window !== undefined ? { total, delta, window_s: window } : { total },
      lines,
    };
  }),
};
