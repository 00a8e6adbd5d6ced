import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from '../run-app.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-audit-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

test('an audit judges every fault on one host, and prints one JSON object', async () => {
  const { out, exit } = await app(['audit', '--host', 'local', '--json'], { cwd });
  const { schema, symptom, verdicts, settings, resources } = JSON.parse(out);
  expect({ schema, symptom }).toEqual({ schema: 'faultline.diagnosis/1', symptom: 'host-audit' });
  expect(new Set(verdicts.map(({ fault }: { fault: string }) => fault)).size).toBeGreaterThan(15);
  expect(settings.length).toBeGreaterThan(10);
  expect(settings.find(({ setting }: { setting: string }) => setting === 'somaxconn')).toMatchObject({
    name: 'net.core.somaxconn',
    now: expect.stringMatching(/^\d+$/),
    value: '4096 or more',
    why: expect.stringContaining('accept queue'),
    source: { check: 'sysctl' },
  });
  expect(resources.map(({ resource }: { resource: string }) => resource)).toEqual([
    'cpu',
    'descriptors',
    'disk',
    'memory',
    'network',
    'sockets',
  ]);
  expect([0, 3, 4]).toContain(exit);
}, 60_000);

test.each([
  ['a host that nobody declared', ['audit', '--host', 'api-9'], 'api-9'],
  ['no host', ['audit'], '--host'],
  ['a symptom', ['audit', 'high', 'cpu', '--host', 'local'], 'too many arguments'],
])('%s is refused with exit code 2', async (_, argv, says) => {
  const { exit, err, out } = await app(argv, { cwd });
  expect(err).toContain(says);
  expect([exit, out]).toEqual([2, '']);
});
