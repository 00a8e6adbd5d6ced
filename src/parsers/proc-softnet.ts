// /proc/net/softnet_stat: a line for each CPU, hexadecimal: packets, dropped, squeezed, … (net/core/net-procfs.c), and the lines `cpuN` of /proc/stat.
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import { present } from './present.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

interface Work {
  readonly processed: bigint;
  readonly dropped: bigint;
  readonly squeezed: bigint;
  /** Ticks of each CPU by its number. */
  readonly ticks: ReadonlyMap<number, readonly string[]>;
}

const USED = 8;
// user nice system idle iowait irq softirq steal (man 5 proc)
const [IRQ, SOFTIRQ] = [5, 6];

function work(printed: Printed): Work {
  const files = readFiles(printed);
  let [processed, dropped, squeezed] = [0n, 0n, 0n];
  for (const line of files.get('/proc/net/softnet_stat') ?? []) {
    const columns = line.text.trim().split(/\s+/u);
    if (columns.length < 3 || columns.some(column => !/^[0-9a-f]{1,16}$/u.test(column))) {
      throw new OddLine(line, 'should be hexadecimal numbers, at least three');
    }
    const [a = '0', b = '0', c = '0'] = columns;
    processed += BigInt(`0x${a}`);
    dropped += BigInt(`0x${b}`);
    squeezed += BigInt(`0x${c}`);
  }
  const ticks = new Map<number, readonly string[]>();
  for (const line of files.get('/proc/stat') ?? []) {
    const cpu = /^cpu(\d+) +(.*)$/u.exec(line.text);
    if (!cpu) continue;
    const values = (cpu[2] ?? '').trim().split(/\s+/u).slice(0, USED);
    if (values.length < USED) throw new OddLine(line, `should have at least ${USED} counters, not ${values.length}`);
    for (const value of values) wholeNumber(value, line, 'a counter');
    ticks.set(Number(cpu[1]), values);
  }
  return { processed, dropped, squeezed, ticks };
}

/** Share of the window that each CPU spent on interrupts, hard and soft. */
function shares(before: Work, now: Work): readonly { readonly core: number; readonly share: number }[] {
  return [...now.ticks].flatMap(([core, values]) => {
    const old = before.ticks.get(core);
    const rises = values.map((value, index) => rise(old?.[index], value) ?? 0);
    const total = rises.reduce((sum, value) => sum + value, 0);
    return total > 0 ? [{ core, share: ((rises[IRQ] ?? 0) + (rises[SOFTIRQ] ?? 0)) / total }] : [];
  });
}

/** What CPUs dropped of received packets, and how much of their time these take. */
export const procSoftnet: Parser = {
  name: 'proc_softnet',
  gives: {
    dropped: 'number',
    squeezed: 'number',
    processed_s: 'number',
    busiest_core: 'number',
    busiest_softirq: 'number',
    others_softirq: 'number',
    window_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = work(last);
    const line = rowLine(`all CPUs since boot: ${now.processed} packets, ${now.dropped} dropped, ${now.squeezed} squeezed`);
    const before = first && work(first);
    // Of a list that was cut, some CPU is missing from the sums.
    if (!before || window === undefined || last.truncated || first.truncated) return { kind: 'facts', values: {}, lines: { '': line } };
    const processed = rise(String(before.processed), String(now.processed));
    const [busiest, ...others] = [...shares(before, now)].sort((a, b) => b.share - a.share);
    return {
      kind: 'facts',
      values: present({
        dropped: rise(String(before.dropped), String(now.dropped)),
        squeezed: rise(String(before.squeezed), String(now.squeezed)),
        processed_s: processed === undefined ? undefined : processed / window,
        busiest_core: busiest?.core,
        busiest_softirq: busiest?.share,
        others_softirq: others.length > 0 ? others.reduce((sum, { share }) => sum + share, 0) / others.length : undefined,
        window_s: window,
      }),
      lines: {
        '': line,
        dropped: `dropped ${before.dropped} -> ${now.dropped}`,
        squeezed: `squeezed ${before.squeezed} -> ${now.squeezed}`,
      },
    };
  }),
};
