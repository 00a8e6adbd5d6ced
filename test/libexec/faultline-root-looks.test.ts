import { readFileSync } from 'node:fs';
import { ROOT_LOOKS } from '../../src/model/root-look.js';
import { movedScript, ROOT_SCRIPT, removeMoved } from './root-script.js';

afterAll(removeMoved);

const script = readFileSync(ROOT_SCRIPT, 'utf8');
const lines = (text: string): readonly string[] => text.split('\n').map(line => line.trim());
/** The lines of the text between two that stand in it, both included. */
function between(text: string, first: string, last: string): readonly string[] {
  const all = lines(text).filter(line => !line.startsWith('# shellcheck'));
  const from = all.indexOf(first);
  const to = all.indexOf(last, from);
  if (from < 0 || to < 0) throw new Error(`there is no part from ${first} to ${last}`);
  return all.slice(from, to + 1);
}

// Where the login is root, the check looks itself, with no script installed; both must see the same.
test.each([
  ['descriptors', 'for d in /proc/[0-9]*; do', 'done'],
  ['firewall', 'echo "firewall 1"', 'echo "-- end"'],
])('what is seen for the check %s is what the check sees as root', (check, first, last) => {
  const own = between(readFileSync(`playbooks/checks/${check}.yaml`, 'utf8'), first, last);
  expect(own.length).toBeGreaterThan(10);
  expect(between(script, first, last)).toEqual(own);
});

test('each look is done by the script, with ss as the checks call it', () => {
  const moved = movedScript();
  moved.write('bin/ss', '#!/bin/sh\necho "ss $*"\n');
  const said = ROOT_LOOKS.map(look => [look, moved.run(look)] as const);
  expect(said.filter(([, { stdout }]) => stdout === '')).toEqual([]);
  const ss = said.filter(([, { stdout }]) => stdout.startsWith('ss ')).map(([look, { stdout }]) => [look, stdout.trim()]);
  expect(ss).toEqual([
    ['look-listen', 'ss -ltnp'],
    ['look-connections', 'ss -ltnp\nss -tnp'],
    ['look-close-wait', 'ss -tanp state close-wait'],
  ]);
});

test('of this very process, look-descriptors counts what is open', () => {
  const { stdout } = movedScript().run('look-descriptors');
  const row = new RegExp(`^fd:${process.pid}:(\\d+):`, 'mu').exec(stdout);
  expect(Number(row?.[1])).toBeGreaterThan(2);
});
