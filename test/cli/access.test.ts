import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from '../run-app.js';

const script = readFileSync('libexec/faultline-root');
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-access-'));
  writeFileSync(join(cwd, 'id'), 'secret');
  writeFileSync(join(cwd, 'id.pub'), 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGa1 ops@laptop\n');
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function configure(...users: readonly string[]): void {
  const hosts = users.map(
    (user, index) => `  - {name: h${index}, address: 10.0.0.${index + 1}, user: ${user}, identity_file: ${join(cwd, 'id')}}`,
  );
  writeFileSync(join(cwd, 'faultline.yml'), `hosts:\n${hosts.join('\n')}\n`);
}

test('sudoers: rules for the account, pinned to the script that is shipped', async () => {
  configure('bot', 'root');
  const { exit, out, err } = await app(['access', 'sudoers'], { cwd });
  expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining('libexec/faultline-root') });
  const digest = createHash('sha256').update(script).digest('hex');
  const rules = out.split('\n').filter(line => line.startsWith('bot ALL=(root) NOPASSWD: '));
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter(rule => !rule.includes(` sha256:${digest} /usr/local/libexec/faultline-root ^`))).toEqual([]);
  expect(out).not.toContain('root ALL=');
});

test('authorized-keys: the public key with everything else taken away', async () => {
  configure('bot', 'bot');
  const { exit, out } = await app(['access', 'authorized-keys', '--from', '10.0.0.5'], { cwd });
  expect(exit).toBe(0);
  expect(out).toMatch(
    /^restrict,from="10\.0\.0\.5",command="exec \/usr\/bin\/env -i [^"]+" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGa1 faultline\n$/,
  );
});

test.each([
  ['different accounts', ['bot', 'ops'], ['sudoers'], 'say which host is meant with --host', 1],
  ['root alone', ['root'], ['sudoers'], 'root needs no rules', 1],
  ['an unknown host', ['bot'], ['sudoers', '--host', 'api-9'], 'api-9', 1],
  ['a place that is none', ['bot'], ['authorized-keys', '--from', 'a" b'], 'this is not an address', 1],
  ['another word', ['bot'], ['passwords'], 'it is one of sudoers, authorized-keys', 2],
])('%s: nothing is printed but why', async (_, users, argv, says, code) => {
  configure(...users);
  const { exit, out, err } = await app(['access', ...argv], { cwd });
  expect(err).toContain(says);
  expect([exit, out]).toEqual([code, '']);
});
