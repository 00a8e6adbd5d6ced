// Garbage collections in the journal, counted on the host; milliseconds:
//
//   collections of 120 s until 1795782900
//   lines 412
//   gc v8 by node pid 812 count 31 total 3182.400 steps 0.000 longest 494.820 first 1795782840.1 last 1795782899.2 long 6 at 1795782880.1,… text …
//   end
import type { FactRow, FactScalar } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Over less time than this a share is chance, in seconds. */
const ENOUGH_S = 5;
/** So many long pauses show a period. */
const ENOUGH_PAUSES = 3;

const GC =
  /^gc (v8|jvm|go) by (\S{1,200}) pid (\d{1,10}) count (\d{1,9}) total (\d{1,12}\.\d{3}) steps (\d{1,12}\.\d{3}) longest (\d{1,12}\.\d{3}) first (\d{1,12}\.\d{1,9}) last (\d{1,12}\.\d{1,9}) long (\d{1,9}) at ([\d.,]+|-) text (.*)$/u;
const NOT_ALLOWED = /insufficient permissions|not seeing messages from other users/iu;

/** The median of the times between neighbours. */
function medianInterval(times: readonly number[]): number | undefined {
  if (times.length < ENOUGH_PAUSES) return undefined;
  const intervals = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? time))
    .sort((a, b) => a - b);
  return intervals[Math.floor(intervals.length / 2)];
}

/** The program with the longest pause, so that a sentence can name it. */
function worstOf(rows: readonly FactRow[]): Record<string, FactScalar> {
  const [worst] = [...rows].sort((a, b) => Number(b.longest_s) - Number(a.longest_s));
  return worst === undefined
    ? {}
    : present({ collector: worst.program, longest_s: worst.longest_s, share: worst.share, period_s: worst.period_s });
}

/** How long services stood still for their garbage collector, by their own logs. */
export const gcLog: Parser = {
  name: 'gc_log',
  gives: {
    rows: 'list',
    'rows.program': 'text',
    'rows.pid': 'number',
    'rows.runtime': 'text',
    'rows.count': 'number',
    'rows.longest_s': 'number',
    'rows.share': 'number',
    'rows.long': 'number',
    'rows.period_s': 'number',
    'rows.last_age_s': 'number',
    'rows.text': 'text',
    collector: 'text',
    longest_s: 'number',
    share: 'number',
    period_s: 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, counted = { no: 2, text: '' }, ...rest] = linesOf(last);
    matchOf(/^collections of \d+ s until \d+$/u, header, "should be 'collections of N s until' a time");
    matchOf(/^lines \d+$/u, counted, "should be 'lines' and their number");
    const denied = NOT_ALLOWED.test(last.stderr)
      ? { reason: 'denied' as const, why: 'this user may not see the whole journal' }
      : undefined;
    const isWhole = rest.at(-1)?.text === 'end';
    if (!isWhole && !last.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    const rows: FactRow[] = (isWhole ? rest.slice(0, -1) : rest).map(line => {
      const [, runtime, program = '', pid = '0', count, total, steps, longest, first, latest, long, at = '-', text = ''] = matchOf(
        GC,
        line,
        'should be a process with its collections',
      );
      const span = input.now - Number(first);
      const spent = toBase(Number(total) + Number(steps), 'ms');
      return present({
        program,
        pid: pid === '0' ? undefined : Number(pid),
        runtime,
        count: Number(count),
        longest_s: toBase(Number(longest), 'ms'),
        share: span >= ENOUGH_S ? Math.min(1, spent / span) : undefined,
        long: Number(long),
        period_s: at === '-' ? undefined : medianInterval(at.split(',').map(Number)),
        last_age_s: Math.max(0, input.now - Number(latest)),
        text: rowLine(text),
        line: rowLine(text),
      });
    });
    // A runtime that logs nothing may pause all the same: no list at all, which is unknown and not "none".
    const values = rows.length === 0 && !last.truncated ? {} : { rows, ...worstOf(rows) };
    return { kind: 'facts', values, lines: { '': rowLine(header.text) }, ...partialOf(denied, cutShort(last)) };
  }),
};
