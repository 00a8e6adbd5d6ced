import { readdirSync, readFileSync } from 'node:fs';
import { readCapture } from '../../src/cli/read-capture.js';
import { openRecordedHosts, type RecordedHosts } from '../../src/cli/recorded-hosts.js';
import { investigate } from '../../src/flow/investigate.js';
import type { InventoryHost } from '../../src/model/host.js';
import { parsers } from '../../src/parsers/registry.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

const files = ['checks', 'faults', 'symptoms', 'remedies'].flatMap(folder =>
  readdirSync(`playbooks/${folder}`).map(name => ({
    path: `playbooks/${folder}/${name}`,
    text: readFileSync(`playbooks/${folder}/${name}`, 'utf8'),
  })),
);
const { playbooks } = loadPlaybooks(files, parsers);

function open(): RecordedHosts {
  const read = (name: string) => readCapture({ kind: 'text', text: readFileSync(`playbooks/cases/${name}.capture.json`, 'utf8') }, name);
  return openRecordedHosts(read, 'This is macOS.');
}

async function roots({ inventory, makeVisit }: RecordedHosts, symptom: string, service: string): Promise<readonly string[]> {
  const hosts = inventory.hosts.map(
    ({ name, address, otherAddress }): InventoryHost => ({
      name,
      addresses: [address, ...(otherAddress === undefined ? [] : [otherAddress])],
      labels: {},
      way: { kind: 'ssh', address, port: 22, user: 'demo', identityFiles: [], knownHosts: [], jump: [] },
    }),
  );
  const asked = inventory.services.find(({ name }) => name === service);
  const host = hosts.find(({ name }) => name === asked?.host);
  if (asked === undefined || host === undefined) throw new Error(`no service ${service}`);
  const address = inventory.hosts.find(({ name }) => name === host.name)?.address ?? '';
  const { diagnosis } = await investigate(
    {
      symptom,
      targets: [{ target: { host: host.name, address, port: asked.port, url: asked.url, service, params: {} }, host }],
      windowSeconds: 5,
    },
    {
      parsers,
      matchesLine,
      playbooks,
      services: [],
      findHost: wanted => Promise.resolve(hosts.find(({ name, addresses }) => name === wanted || addresses.includes(wanted))),
      makeVisit,
      clock: { now: () => 1_795_000_000 },
    },
  );
  return diagnosis.roots.map(index => {
    const verdict = diagnosis.verdicts[index];
    return `${verdict?.fault}@${verdict?.host}`;
  });
}

test.each([
  ['full-accept-queue', 'upstream-timeout', 'shop', 'accept-queue-overflow@app1'],
  ['out-of-memory', 'bad-gateway', 'shop', 'oom-kill@app1'],
  ['wrong-address', 'connection-refused', 'items', 'wrong-interface@app1'],
  ['crashed', 'connection-refused', 'items', 'process-crashed@app1'],
  ['no-descriptors', 'too-many-open-files', 'items', 'fd-limit@app1'],
])('%s is found in its recording, and not in that of a healthy host', async (fault, symptom, service, root) => {
  const hosts = open();
  expect(await hosts.turn(fault, 'broken')).toBeUndefined();
  expect(await roots(hosts, symptom, service)).toEqual([root]);
  expect(await hosts.turn(fault, 'healthy')).toBeUndefined();
  expect(await roots(hosts, symptom, service)).toEqual([]);
});

test('the panel says that it is a recording, and from when; one fault at a time', async () => {
  const hosts = open();
  let changes = 0;
  hosts.panel.onChange(() => changes++);
  expect(hosts.panel.read().says).toMatch(/^This is macOS\. So these hosts are not here: .* recorded on real hosts on \d{4}-\d\d-\d\d\./u);
  expect(await hosts.panel.press('crashed')).toEqual({ ok: true });
  expect(await hosts.panel.press('wrong-address')).toEqual({ ok: true });
  const broken = () =>
    hosts.panel
      .read()
      .groups.flatMap(({ items }) => items)
      .filter(({ state }) => state === 'broken')
      .map(({ id }) => id);
  expect(broken()).toEqual(['wrong-address']);
  expect(await hosts.panel.press('wrong-address')).toEqual({ ok: true });
  expect(broken()).toEqual([]);
  expect(changes).toBe(3);
  expect(await hosts.panel.press('nothing')).toMatchObject({ ok: false });
});

test('a recording that is missing is named', () => {
  expect(() => openRecordedHosts(() => ({ kind: 'failed', says: 'no such file' }), 'why')).toThrow(
    /recording .* cannot be used: no such file/u,
  );
});
