import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actScript } from '../../src/hosts/act-script.js';
import { createHostRunner } from '../../src/hosts/host-runner.js';
import type { InventoryHost } from '../../src/model/host.js';
import type { Argv } from '../../src/model/remedy-plan.js';
import { injections } from '../remediation/injections.js';

const HOST: InventoryHost = { name: 'here', addresses: [], labels: {}, way: { kind: 'local' } };
const SCRIPT = '#!/bin/sh\nprintf "%s|" "$@"\n';
let folder: string;
const runner = createHostRunner();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-actor-'));
  writeFileSync(join(folder, 'installed'), SCRIPT, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => runner.close());

const root = () => ({ text: SCRIPT, installed: join(folder, 'installed'), sudo: [], folder: join(folder, 'run') });
const act = (argv: Argv, timeoutSeconds = 10, hostKey = 'local') => runner.actor(root()).act(HOST, argv, { timeoutSeconds, hostKey });

test('exit code and output come back; both streams, and in pieces as they are printed', async () => {
  const pieces: string[] = [];
  const options = { timeoutSeconds: 10, hostKey: 'local', onOutput: (chunk: string) => void pieces.push(chunk) };
  const acted = await runner.actor(root()).act(HOST, ['sh', '-c', 'echo out; sleep 0.2; echo err >&2; exit 7'], options);
  expect(acted).toEqual({ kind: 'ended', exit: 7, output: 'out\nerr\n', isCut: false });
  expect(pieces.join('')).toBe('out\nerr\n');
});

test.each(injections)('%j stays one argument, for any command and for the script of root', async text => {
  const plain = text.replaceAll('\0', '');
  expect(await act(['printf', '%s|', text, 'next'])).toMatchObject({ kind: 'ended', exit: 0, output: `${plain}|next|` });
  expect(await act(['faultline-root', 'verb', text])).toMatchObject({ kind: 'ended', exit: 0, output: `verb|${plain}|` });
  expect(readdirSync(folder).filter(name => name !== 'installed' && name !== 'run')).toEqual([]);
});

test('what prints without end is cut; what takes too long is ended on the host', async () => {
  const much = await act(['head', '-c', '1000000', '/dev/zero']);
  expect(much).toMatchObject({ kind: 'ended', exit: 0, isCut: true });
  expect(much.kind === 'ended' && much.output.length).toBe(64 * 1024);
  expect(await act(['sleep', '30'], 1)).toMatchObject({ kind: 'ended', exit: 124 });
});

test('another machine than the one that was verified runs nothing', async () => {
  expect(await act(['touch', join(folder, 'touched')], 10, 'SHA256:other')).toMatchObject({ kind: 'not-begun' });
  expect(existsSync(join(folder, 'touched'))).toBe(false);
});

test('a shell that ends without a status is lost, not failed', async () => {
  expect(await act(['sh', '-c', 'echo before; kill -KILL $$; kill -KILL $PPID'])).toMatchObject({ kind: 'lost', output: 'before\n' });
});

test('a script that is cut off on its way does nothing', async () => {
  const { spawnSync } = await import('node:child_process');
  const whole = actScript(['touch', join(folder, 'touched')], 10, root());
  for (let length = 0; length < whole.lastIndexOf('act\n'); length += 7) {
    spawnSync('sh', [], { input: whole.slice(0, length) });
    expect(existsSync(join(folder, 'touched'))).toBe(false);
  }
});

test('a script for root that somebody changed is replaced before it runs', async () => {
  if (process.getuid?.() !== 0) return expect(await act(['faultline-root', 'a'])).toMatchObject({ output: 'a|' });
  await act(['faultline-root', 'a']);
  const [name = ''] = readdirSync(join(folder, 'run'));
  expect(name).toMatch(/^root-[0-9a-f]{64}\.sh$/);
  writeFileSync(join(folder, 'run', name), '#!/bin/sh\necho evil\n');
  expect(await act(['faultline-root', 'b'])).toMatchObject({ exit: 0, output: 'b|' });
  expect(readFileSync(join(folder, 'run', name), 'utf8')).toBe(SCRIPT);
});
