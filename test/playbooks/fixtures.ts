import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Parser } from '../../src/model/parser.js';

const folder = fileURLToPath(new URL('../fixtures/playbooks/', import.meta.url));

/** The YAML files of one fixture folder, with paths such as `good/listen.yaml`. */
export function fixtureFiles(name: 'good' | 'bad'): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(`${folder}${name}`)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => ({ path: `${name}/${file}`, text: readFileSync(`${folder}${name}/${file}`, 'utf8') }));
}

const parse: Parser['parse'] = () => ({ kind: 'unparsed', line: 1, text: '', why: 'a stub' });
const rows = { rows: 'list', 'rows.addr': 'text', 'rows.port': 'number', 'rows.queue': 'number' } as const;

/** Parsers that only say what they give: enough for loading. */
export const stubParsers: ReadonlyMap<string, Parser> = new Map(
  (
    [
      { name: 'ss_listen', gives: { ...rows, 'rows.limit': 'number', 'rows.loopback': 'bool' }, parse },
      { name: 'proc_net_tcp_listen', gives: { ...rows, 'rows.loopback': 'bool' }, parse },
      { name: 'counters', gives: 'declared', parse },
      { name: 'regex', gives: 'declared', parse, checkOptions: options => (options === '(' ? 'the pattern ( is not closed.' : undefined) },
      { name: 'probe_connect', gives: 'declared', parse },
      { name: 'prom_instant', gives: 'declared', parse },
      { name: 'prom_range', gives: 'declared', parse },
    ] satisfies readonly Parser[]
  ).map(parser => [parser.name, parser]),
);
