// /proc/vmstat (`name value`) and /proc/meminfo (`Name:   value kB`).
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import type { Line } from './lines.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const MEMORY = {
  mem_total_bytes: 'MemTotal',
  mem_available_bytes: 'MemAvailable',
  swap_total_bytes: 'SwapTotal',
  swap_free_bytes: 'SwapFree',
};

interface Counters {
  readonly counters: ReadonlyMap<string, string>;
  readonly memory: ReadonlyMap<string, { readonly bytes: number; readonly line: Line }>;
}

function read(printed: Printed): Counters {
  const files = readFiles(printed);
  const vmstat = files.get('/proc/vmstat');
  if (!vmstat) throw new OddLine({ no: 1, text: '' }, '/proc/vmstat is not among the files');
  const counters = new Map(
    vmstat.map(line => {
      const [, name = '', value = ''] = matchOf(/^(\S+) (-?\d+)$/u, line, 'should be a name and a number');
      return [name, value] as const;
    }),
  );
  const memory = new Map(
    (files.get('/proc/meminfo') ?? []).map(line => {
      const [, name = '', value, unit = ''] = matchOf(/^(\S+): +(\d+)( kB)?$/u, line, 'should be a name, a number and kB');
      return [name, { bytes: toBase(Number(value), unit.trim()), line }] as const;
    }),
  );
  return { counters, memory };
}

/** Memory and swap in bytes; every vmstat counter since boot (`total.X`) and its rise over the window (`delta.X`). */
export const procVmstat: Parser = {
  name: 'proc_vmstat',
  gives: 'declared',
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = read(last);
    const before = first && read(first);
    const total: Record<string, number> = {};
    const delta: Record<string, number> = {};
    const lines: Record<string, string> = {};
    for (const [name, value] of now.counters) {
      total[name] = Number(value);
      const old = before?.counters.get(name);
      const risen = rise(old, value);
      if (risen !== undefined) delta[name] = risen;
      const line = old === undefined ? `${name} ${value}` : `${name} ${old} -> ${value}`;
      lines[`total.${name}`] = line;
      if (risen !== undefined) lines[`delta.${name}`] = line;
    }
    const memory: Record<string, number | undefined> = {};
    for (const [field, name] of Object.entries(MEMORY)) {
      const entry = now.memory.get(name);
      memory[field] = entry?.bytes;
      if (entry) lines[field] = rowLine(entry.line.text);
    }
    lines[''] = lines.mem_available_bytes ?? '';
    return {
      kind: 'facts',
      values: { ...present(memory), total, ...(before && window !== undefined ? { delta, window_s: window } : {}) },
      lines,
    };
  }),
};
