import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostActor } from '../../../src/flow/ports/host-actor.js';
import { runChecks } from '../../../src/flow/run-checks.js';
import type { VisitTools } from '../../../src/flow/visit.js';
import { createHostRunner } from '../../../src/hosts/host-runner.js';
import type { InventoryHost } from '../../../src/model/host.js';
import { parsers } from '../../../src/parsers/registry.js';
import { matchesLine } from '../../../src/playbooks/line-pattern.js';
import { loadPlaybooks } from '../../../src/playbooks/load.js';
import { movedScript } from '../../libexec/root-script.js';

/** This machine as a host: the checks, the commands and the script for root are the real ones, and all that they touch is in one folder. */
export const HOST: InventoryHost = { name: 'here', addresses: [], labels: {}, way: { kind: 'local' } };
export const TARGET = { host: 'here', address: '127.0.0.1', params: {} };

const remedies: Readonly<Record<string, string>> = {
  raise: `do: Raises the limit
risk: low
read: {current: {file: '@sys/net/core/somaxconn', type: number}}
set: {value: {type: number, value: 8 times current, min: 1024, max: 65535}}
run: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ current }}', '{{ value }}']]
undo: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ value }}', '{{ current }}']]
verify: {after: 1s, gone: [too_low]}`,
  useless: `do: Raises the limit, which does not help
risk: medium
read: {current: {file: '@sys/net/core/somaxconn', type: number}}
set: {value: {type: number, value: 8 times current, min: 1024, max: 65535}}
run: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ current }}', '{{ value }}']]
undo: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ value }}', '{{ current }}']]
verify: {after: 1s, gone: [stuck]}`,
  armed: `do: Raises the limit, with an armed undo
risk: high
read: {current: {file: '@sys/net/core/somaxconn', type: number}}
set: {value: {type: number, value: 8 times current, min: 1024, max: 65535}}
run: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ current }}', '{{ value }}']]
undo: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ value }}', '{{ current }}']]
confirm_within: 2m
verify: {after: 1s, gone: [too_low]}`,
  halfway: `do: Raises the limit, and then fails
risk: low
read: {current: {file: '@sys/net/core/somaxconn', type: number}}
set: {value: {type: number, value: 8 times current, min: 1024, max: 65535}}
run:
  - [faultline-root, sysctl-set, net.core.somaxconn, '{{ current }}', '{{ value }}']
  - ['@bin/fails', '{{ value }}']
undo: [[faultline-root, sysctl-set, net.core.somaxconn, '{{ value }}', '{{ current }}']]
verify: {after: 1s, gone: [too_low]}`,
  once: `do: Counts its runs, and has no undo
risk: low
run: [['@bin/counts', run]]
no_undo: What was counted stays counted
verify: {after: 1s, gone: [stuck]}`,
  guided: `do: Says how to raise the limit
risk: none
guided: ['Write 1024 into the file']
verify: {after: 1s, gone: [too_low]}`,
};

/** A fault with every kind of remedy; all that it looks at and changes is below a folder of the host. */
export const limitPlaybook = (folder: string): readonly { readonly path: string; readonly text: string }[] => [
  {
    path: 'checks/limit.yaml',
    text: `check: limit
title: The limit
timeout: 5s
hint: look at it
try:
  - sh: 'echo "value: $(cat "$1/sys/net/core/somaxconn")"; if [ -e "$1/stuck" ]; then echo "stuck: yes"; else echo "stuck: no"; fi'
    args: ['${folder}']
    needs: [cat]
    alive: '^value: '
    parse: {keyvalue: {separator: ': ', fields: {value: {key: value, type: number}, stuck: {key: stuck, type: bool}}}}
fields:
  value: {type: number, means: the limit}
  stuck: {type: bool, means: it is stuck}
`,
  },
  {
    path: 'faults/limit-too-low.yaml',
    text: `fault: limit-too-low
title: The limit is too low
explain: The limit is too low.
role: cause
prior: common
about: {}
evidence:
  - {id: too_low, when: limit.value < 1000.0, if_true: for conclusive, if_false: against strong, says: 'the limit is {{limit.value}}', says_not: 'the limit is {{limit.value}}'}
  - {id: stuck, when: limit.stuck, if_true: for weak, if_false: none, says: it is stuck, says_not: it is not stuck}
advice: Raise it.
remedies: [${Object.keys(remedies).join(', ')}]
`,
  },
  {
    path: 'symptoms/slow.yaml',
    text: `symptom: slow
title: It is slow
phrases: [it is slow]
asks: [host]
consider: [limit-too-low]
`,
  },
  ...Object.entries(remedies).map(([name, text]) => ({
    path: `remedies/${name}.yaml`,
    text: `remedy: limit-too-low/${name}\n${text.replaceAll('8 times current', 'double of current').replaceAll('@', `${folder}/`)}\n`,
  })),
];

/** The commands of its remedies besides the script for root, by their names in that folder. */
export const limitCommands = (folder: string): Readonly<Record<string, string>> => ({
  'bin/fails': '#!/bin/sh\necho "cannot: $1" >&2\nexit 3\n',
  'bin/counts': `#!/bin/sh\necho "$1" >>${folder}/counted\n`,
});

export interface RealHost {
  readonly folder: string;
  readonly visits: VisitTools;
  readonly actor: HostActor;
  /** The setting, as it stands in its file. */
  readonly setting: () => string;
  readonly set: (value: string) => void;
  readonly stick: () => void;
  /** How often each kind of command ran: a line for each run. */
  readonly ran: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** @param folder of a moved script; absent: a new one. Another process that is given it sees the same host */
export function realHost(folder?: string): RealHost {
  const at = folder ?? newHost();
  const files = limitPlaybook(at);
  const { playbooks, problems } = loadPlaybooks(files, parsers);
  if (problems.length > 0) throw new Error(problems.map(({ place, message }) => `${place.file}:${place.line}: ${message}`).join('\n'));
  const runner = createHostRunner();
  const text = readFileSync(join(at, 'faultline-root'), 'utf8');
  const setting = join(at, 'sys/net/core/somaxconn');
  const counted = join(at, 'counted');
  const noProbes = { run: (host: string) => Promise.resolve({ host, hostClock: 0, uid: 0, runs: [] }) };
  return {
    folder: at,
    visits: { playbooks, parsers, matchesLine, makeVisit: runChecks(runner, noProbes) },
    actor: runner.actor({ text, installed: join(at, 'faultline-root'), sudo: [], folder: join(at, 'run') }),
    setting: () => readFileSync(setting, 'utf8'),
    set: value => writeFileSync(setting, value),
    stick: () => appendFileSync(join(at, 'stuck'), ''),
    ran: () => (existsSync(counted) ? readFileSync(counted, 'utf8').split('\n').filter(Boolean) : []),
    close: runner.close,
  };
}

function newHost(): string {
  const moved = movedScript(['sh']);
  moved.write('sys/net/core/somaxconn', '128\n');
  for (const [name, text] of Object.entries(limitCommands(moved.folder))) moved.write(name, text);
  return moved.folder;
}
