import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoParts, demo } from '../../src/cli/demo.js';
import { readCapture } from '../../src/cli/read-capture.js';
import { loadConfig } from '../../src/config/load.js';
import type { PagePanel } from '../../src/sandbox/page-api.js';
import type { Panel } from '../../src/sandbox/workspace.js';

const panelWith = (state: 'healthy' | 'broken'): PagePanel => ({
  title: 'Demo hosts',
  says: 'Really broken.',
  groups: [
    { title: 'api-2', items: [{ id: 'q', title: 't', says: 's', state, button: 'b', tryThis: '/diagnose gateway timeout on till' }] },
  ],
});

interface Stage {
  readonly happened: string[];
  readonly folder: string;
  readonly parts: DemoParts;
  readonly stop: AbortController;
  readonly run: (options?: { readonly port?: string }) => Promise<{ readonly exit: number; readonly out: string; readonly err: string }>;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-demo-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stage(changed: Partial<DemoParts> = {}): Stage {
  const happened: string[] = [];
  const stop = new AbortController();
  const does = (what: string) => (): Promise<void> => {
    happened.push(what);
    return Promise.resolve();
  };
  const panel: Panel = { read: () => panelWith('broken'), press: () => Promise.resolve({ ok: true }), onChange: () => undefined };
  const parts: DemoParts = {
    noLiveHosts: undefined,
    makeFolder: () => ({ path: folder, remove: () => void happened.push('folder removed') }),
    startLiveHosts: () =>
      Promise.resolve({
        hosts: [
          {
            name: 'api-2',
            address: '127.0.0.12',
            otherAddress: '::ffff:127.0.0.12',
            sshPort: 7118,
            hostKey: `ssh-ed25519 ${'A'.repeat(68)}`,
          },
        ],
        services: [
          {
            name: 'till',
            host: 'api-2',
            port: 7111,
            url: 'http://127.0.0.12:7111/',
            errorLog: join(folder, 'till-error.log'),
            dependsOn: 'checkout',
          },
          { name: 'checkout', host: 'api-2', port: 7101, url: 'http://127.0.0.12:7101/' },
        ],
        identityFile: join(folder, 'id_ed25519'),
        panel,
        turn: (id, to) => {
          happened.push(`${id} ${to}`);
          return Promise.resolve(undefined);
        },
        end: does('hosts ended'),
      }),
    readRecorded: name => readCapture({ kind: 'text', text: readFileSync(`playbooks/cases/${name}.capture.json`, 'utf8') }, name),
    startWorkspace: ({ port }) => {
      happened.push(`workspace at ${port}`);
      return Promise.resolve({
        pageUrl: `http://127.0.0.1:${port}/`,
        apiUrl: `http://127.0.0.1:${port}/api/`,
        botToken: 'xoxb-secret',
        appToken: 'xapp-secret',
        close: does('workspace closed'),
      });
    },
    startBot: () => {
      happened.push('bot started');
      return Promise.resolve({ close: does('bot closed') });
    },
    ...changed,
  };
  const run: Stage['run'] = async (options = {}) => {
    const written = { out: '', err: '' };
    const terminal = (name: 'out' | 'err') => ({
      isTty: false,
      columns: 80,
      colour: false,
      write: (text: string) => {
        written[name] += text;
        if (name === 'out') stop.abort();
      },
    });
    const writeFile = (path: string, text: string) => void writeFileSync(path, text, { mode: 0o600 });
    const exit = await demo({ out: terminal('out'), err: terminal('err'), signal: stop.signal, writeFile }, parts, options);
    return { exit, ...written };
  };
  return { happened, folder, parts, stop, run };
}

test('starts everything, says where the page is and what to type, and at Ctrl-C ends everything in reverse', async () => {
  const { run, happened } = stage();
  const { exit, out, err } = await run();
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toContain('Open   http://127.0.0.1:7070/');
  expect(out).toContain('Type   /diagnose gateway timeout on till');
  expect(happened).toEqual([
    'workspace at 7070',
    'bot started',
    'full-accept-queue broken',
    'bot closed',
    'workspace closed',
    'hosts ended',
    'folder removed',
  ]);
});

test('gives the bot a configuration without a mistake, with the tokens in files that only this user may read', async () => {
  let config = '';
  let home = '';
  await stage({
    startBot: options => {
      ({ config, home } = options);
      return Promise.resolve({ close: () => Promise.resolve() });
    },
  }).run();
  expect(home).toBe(folder);
  const readFile = (path: string) => ({ kind: 'text', text: readFileSync(path, 'utf8') }) as const;
  const loaded = loadConfig({ path: config, text: readFileSync(config, 'utf8'), env: {}, readFile });
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
  expect(loaded.unset).toEqual([]);
  expect(loaded.config.hosts).toMatchObject([{ name: 'api-2', addresses: ['::ffff:127.0.0.12'], port: 7118 }]);
  expect(loaded.config.services.till).toMatchObject({ hosts: ['api-2'], depends_on: ['checkout'] });
  expect(loaded.config.slack).toMatchObject({ mode: 'socket', channel: '#incidents', api_url: 'http://127.0.0.1:7070/api/' });
  expect(readFileSync(config, 'utf8')).not.toContain('secret');
  expect(statSync(join(folder, 'bot-token')).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, 'known_hosts'))).toBe(true);
});

const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });

test('says that a port is used already, and leaves nothing', async () => {
  const { run, happened } = stage({ startWorkspace: () => Promise.reject(taken) });
  const { exit, out, err } = await run({ port: '8080' });
  expect(exit).toBe(1);
  expect(out).toBe('');
  expect(err).toBe(
    'faultline: the demo could not start: port 8080 is already used on this machine: choose another with --port, or leave it out\n',
  );
  expect(happened).toEqual(['hosts ended', 'folder removed']);
});

test('takes another port when nobody asked for this one', async () => {
  const { run, happened, parts } = stage();
  const moving = stage({
    startWorkspace: options => (options.port === 7070 ? Promise.reject(taken) : parts.startWorkspace({ ...options, port: 4321 })),
  });
  expect((await moving.run()).out).toContain('http://127.0.0.1:4321/');
  expect(happened).toContain('workspace at 4321');
  expect(await run({ port: '70000' })).toMatchObject({
    exit: 2,
    err: 'faultline: --port 70000 is no port: give a number from 1 to 65535\n',
  });
});

test('where real faults cannot be made, the hosts are recordings, and it says why', async () => {
  let visits = 0;
  const startBot: DemoParts['startBot'] = ({ makeVisit }) => {
    if (makeVisit) visits++;
    return Promise.resolve({ close: () => Promise.resolve() });
  };
  const elsewhere = await stage({ noLiveHosts: 'Real faults need Linux, and this is macOS.', startBot }).run();
  expect(elsewhere.exit).toBe(0);
  expect(elsewhere.out).toMatch(/Real faults need Linux, and this is macOS\. So these hosts are not here/u);
  expect(elsewhere.out).toContain('Type   /diagnose gateway timeout on shop');
  const failing = await stage({ startLiveHosts: () => Promise.reject(new Error('no free ports')), startBot }).run();
  expect(failing.out).toContain('Real faults could not be made on this machine (no free ports).');
  expect(visits).toBe(2);
});

test('a bot that cannot start is said, and everything before it is ended', async () => {
  const { run, happened } = stage({ startBot: () => Promise.reject(new Error('the chat does not answer')) });
  expect(await run()).toMatchObject({ exit: 1, err: 'faultline: the demo could not start: the chat does not answer\n' });
  expect(happened.slice(-3)).toEqual(['workspace closed', 'hosts ended', 'folder removed']);
});

test('Ctrl-C while it starts ends it as well', async () => {
  const { run, happened, stop } = stage({
    startBot: () => {
      stop.abort();
      return Promise.resolve({ close: () => Promise.resolve() });
    },
  });
  expect(await run()).toMatchObject({ exit: 0, out: '' });
  expect(happened).toEqual(['workspace at 7070', 'workspace closed', 'hosts ended', 'folder removed']);
});
