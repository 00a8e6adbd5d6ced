import type { Parser } from '../../src/model/parser.js';
import type { Playbooks } from '../../src/model/playbook.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

/** Prints that are JSON already: tests say facts directly. The first look's `n` gives `before`. */
const facts: Parser = {
  name: 'facts',
  gives: 'declared',
  parse: ({ looks }) => {
    const last = looks.at(-1) ?? looks[0];
    try {
      return { kind: 'facts', values: JSON.parse(last.stdout), lines: { '': last.stdout.slice(0, 80) } };
    } catch {
      return { kind: 'unparsed', line: 1, text: last.stdout, why: 'it is not JSON' };
    }
  },
};

export const parsers: ReadonlyMap<string, Parser> = new Map([['facts', facts]]);

const FILES = {
  'checks/ports.yaml': `
check: ports
title: Listeners
cap: 1kB
try:
  - {run: list-ports, alive: rows, parse: facts}
fields:
  rows: {type: list, means: one for each}
  rows.port: {type: number, means: a port}
  rows.queue: {type: number, means: waiting}
  rows.limit: {type: number, means: most}
`,
  'checks/kills.yaml': `
check: kills
title: Kills
try:
  - {run: list-kills, alive: '.', parse: facts}
fields:
  count: {type: number, means: how many}
`,
  'checks/proxy.yaml': `
check: proxy
title: Proxy errors
try:
  - {run: list-errors, alive: '.', parse: facts}
fields:
  ups: {type: list, means: one for each}
  ups.addr: {type: text, means: address}
  ups.port: {type: number, means: port}
`,
  'faults/gone.yaml': `
fault: gone
title: Nothing on {{target.port}}
explain: x
role: effect
prior: common
about: {port: target.port}
evidence:
  - {id: none, when: '!ports.rows.exists(r, r.port == target.port)', if_true: for conclusive, if_false: against conclusive, says: nothing there, says_not: something there}
leads_to: [{fault: refused, seen_from: callers}]
advice: look
`,
  'faults/killed.yaml': `
fault: killed
title: Killed
explain: x
role: cause
prior: rare
about: {}
evidence:
  - {id: kills, when: kills.count > 0, if_true: for conclusive, if_false: against strong, says: '{{kills.count}} kills', says_not: no kills}
leads_to: [{fault: gone, seen_from: same_host}]
advice: restart
`,
  'faults/full.yaml': `
fault: full
title: Queue of {{row.port}} is full
explain: x
role: cause
prior: occasional
for_each: {row: ports.rows}
only: row.port == target.port
if_nothing: no queue is full
about: {port: row.port}
evidence:
  - {id: over, when: row.queue > row.limit, if_true: for strong, if_false: against strong, says: '{{row.queue}} of {{row.limit}}', says_not: not full}
  - {id: far_over, when: row.queue > 2 * row.limit, if_true: for moderate, if_false: none, signal: far, says: far over, says_not: not far over}
advice: look
`,
  'faults/refused.yaml': `
fault: refused
title: Refused at {{up.addr}}
explain: x
role: effect
prior: common
for_each: {up: proxy.ups}
about: {addr: up.addr, port: up.port}
evidence:
  - {id: log, when: up.port > 0, if_true: for conclusive, if_false: against conclusive, says: refused, says_not: not refused}
look_at: {host: up.addr, port: up.port, ask: [no-connection], because: it refuses, limit: 3}
advice: look there
`,
  'symptoms/no-connection.yaml': `
symptom: no-connection
title: No connection
phrases: [no connection, connection gone]
asks: [host, port]
consider: [gone, killed, full]
`,
  'symptoms/gateway-error.yaml': `
symptom: gateway-error
title: Gateway error
phrases: ['502', gateway error]
asks: [host]
consider: [refused]
`,
} as const;

/** Loads playbook texts by file name; throws when they do not load, so that no test runs on half of them. */
export function playbooksOf(texts: Readonly<Record<string, string>>, known = parsers): Playbooks {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const { playbooks, problems } = loadPlaybooks(files, known);
  if (problems.length > 0) throw new Error(problems.map(({ place, message }) => `${place.file}:${place.line}: ${message}`).join('\n'));
  return playbooks;
}

/** A small set of playbooks for the tests of the core, with more files if given. */
export function smallPlaybooks(more: Readonly<Record<string, string>> = {}): Playbooks {
  return playbooksOf({ ...FILES, ...more });
}
