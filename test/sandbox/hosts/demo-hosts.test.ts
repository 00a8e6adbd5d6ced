import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { demoConfig } from '../../../src/cli/demo-config.js';
import { makeDemoFolder } from '../../../src/sandbox/hosts/demo-folder.js';
import { type DemoHosts, startDemoHosts, whyNoDemoHosts } from '../../../src/sandbox/hosts/demo-hosts.js';
import { app } from '../../run-app.js';

// Real processes, really broken, and the real command line that finds out. It takes the five seconds of a window or less for each fault.
const onLinux = whyNoDemoHosts(process.platform) === undefined ? describe : describe.skip;
const hasSs = ['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss', '/sbin/ss'].some(path => existsSync(path));

interface Report {
  readonly outcome: string;
  readonly roots: readonly { readonly fault: string; readonly host: string }[];
  readonly tracedTo: readonly { readonly fault: string; readonly host: string }[];
  readonly chain: readonly (readonly string[])[];
}

onLinux('hosts of the demo', () => {
  const folder = makeDemoFolder();
  let hosts: DemoHosts;
  let config = '';

  beforeAll(async () => {
    hosts = await startDemoHosts(folder.path);
    const chat = { apiUrl: 'http://127.0.0.1:9/api/', botToken: 'xoxb-1', appToken: 'xapp-1' };
    for (const { path, text } of demoConfig(folder.path, hosts, chat)) {
      writeFileSync(path, text, { mode: 0o600 });
      config = path;
    }
  }, 60_000);
  afterAll(async () => {
    await hosts?.end();
    folder.remove();
  });

  const diagnose = async (words: string, ...more: readonly string[]): Promise<Report> => {
    const { out, err } = await app(['diagnose', ...words.split(' '), ...more, '--window', '3s', '--json', '--config', config], {
      cwd: folder.path,
    });
    if (out === '') throw new Error(err);
    return JSON.parse(out);
  };
  const states = (): Record<string, string> =>
    Object.fromEntries(
      hosts.panel
        .read()
        .groups.flatMap(({ items }) => items)
        .map(({ id, state }) => [id, state]),
    );
  const broken = async (id: string): Promise<void> => {
    expect(await hosts.turn(id, 'broken')).toBeUndefined();
    expect(states()[id]).toBe('broken');
  };

  test('are healthy at first', () => {
    expect(new Set(Object.values(states()))).toEqual(new Set(hasSs ? ['healthy'] : ['healthy', 'unavailable']));
  });

  test('a full accept queue is the confirmed root, found from the gateway over two hosts', async () => {
    await broken('full-accept-queue');
    const report = await diagnose('gateway timeout', '--service', 'till');
    expect(report.roots).toContainEqual(expect.objectContaining({ fault: 'accept-queue-overflow', host: 'api-2' }));
    expect(report.chain).toContainEqual(['accept-queue-overflow@api-2', 'upstream-slow@gw-1']);
  }, 60_000);

  test('an exhausted limit of descriptors is the confirmed root, and breaking it has mended what was broken before', async () => {
    await broken('no-descriptors');
    expect(states()['full-accept-queue']).toBe('healthy');
    const report = await diagnose('too many open files', '--host', 'api-3');
    expect(report.roots).toContainEqual(
      expect.objectContaining({ fault: 'fd-limit', host: 'api-3', about: expect.objectContaining({ process: 'media' }) }),
    );
  }, 60_000);

  test('a listener on the wrong address is the confirmed root, asked at the service or at the gateway', async () => {
    await broken('wrong-address');
    const [atService, atGateway] = await Promise.all([
      diagnose('connection refused', '--service', 'orders'),
      diagnose('bad gateway', '--service', 'shop'),
    ]);
    expect(atService.roots).toContainEqual(expect.objectContaining({ fault: 'wrong-interface', host: 'api-1' }));
    expect(atGateway.chain).toContainEqual(['wrong-interface@api-1', 'upstream-down@gw-1']);
  }, 60_000);

  test('of a crashed process is said that nobody listens, and that its end is not explained', async () => {
    await broken('crashed');
    const report = await diagnose('connection refused', '--service', 'mail');
    expect(report).toMatchObject({ outcome: 'traced', roots: [], tracedTo: [{ fault: 'listener-absent', host: 'api-4' }] });
  }, 60_000);

  test('a slow backend is traced from the gateway', async () => {
    await broken('slow');
    const report = await diagnose('504', '--service', 'finder');
    expect([...report.chain.flat(), ...report.tracedTo.map(({ fault, host }) => `${fault}@${host}`)]).toContain('upstream-slow@gw-1');
  }, 60_000);

  (hasSs ? test : test.skip)(
    'sockets that are never closed are the confirmed root',
    async () => {
      await broken('close-wait');
      const report = await diagnose('CLOSE_WAIT sockets grow', '--host', 'api-6');
      expect(report.roots).toContainEqual(expect.objectContaining({ fault: 'close-wait-leak', host: 'api-6' }));
    },
    60_000,
  );

  test('mended, nothing of it is found any more', async () => {
    for (const [id, state] of Object.entries(states()))
      if (state !== 'unavailable') expect(await hosts.turn(id, 'healthy')).toBeUndefined();
    expect(Object.values(states())).not.toContain('broken');
    const faults = ['accept-queue-overflow', 'fd-limit', 'wrong-interface', 'listener-absent', 'close-wait-leak', 'upstream-slow'];
    for (const report of [
      await diagnose('gateway timeout', '--service', 'till'),
      await diagnose('connection refused', '--service', 'orders'),
      await diagnose('too many open files', '--host', 'api-3'),
    ]) {
      for (const { fault } of [...report.roots, ...report.tracedTo]) expect(faults).not.toContain(fault);
    }
  }, 90_000);

  test('a press turns an item and back; a second press meanwhile and an unknown item are refused in words', async () => {
    const changes: string[] = [];
    hosts.panel.onChange(() => changes.push(states().crashed ?? ''));
    const press = hosts.panel.press('crashed');
    await Promise.resolve();
    const second = hosts.panel.press('crashed');
    expect(await press).toEqual({ ok: true });
    expect(await second).toMatchObject({ ok: false, says: expect.stringContaining('mail is being switched') });
    expect(states().crashed).toBe('broken');
    expect(changes).toContain('busy');
    expect(await hosts.turn('crashed', 'broken')).toBeUndefined();
    expect(await hosts.panel.press('crashed')).toEqual({ ok: true });
    expect(states().crashed).toBe('healthy');
    expect(await hosts.panel.press('nothing')).toMatchObject({ ok: false, says: expect.stringContaining('load the page again') });
  }, 60_000);

  test('only the login key of this demo can be read from the folder, and only by this user', () => {
    expect(readFileSync(hosts.identityFile, 'utf8')).toContain('PRIVATE KEY');
    expect(new Set(hosts.hosts.map(({ hostKey }) => hostKey)).size).toBe(hosts.hosts.length);
  });
});

test('a machine that cannot carry them is named', () => {
  expect(whyNoDemoHosts('darwin')).toBe('Real faults need Linux, and this is macOS.');
  expect(whyNoDemoHosts('win32')).toContain('win32');
});
