import { createHmac } from 'node:crypto';
import type { RunOptions } from '../../src/flow/ports.js';
import { createHostRunner, type HostRunnerOptions } from '../../src/hosts/host-runner.js';
import type { InventoryHost } from '../../src/model/host.js';
import type { CheckPlan } from '../../src/model/plan.js';
import { attemptOf, check, plan, read, runOf, sh } from './plans.js';
import { startSshAgent } from './ssh-agent.js';
import { type FakeServer, type FakeServerOptions, keyPair, runCommand, sshHost, startSshServer, temporaryFolder } from './ssh-server.js';

const login = keyPair();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let identity: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  identity = await folder.write('id', login.private);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => folder.remove());

async function server(options: FakeServerOptions = {}): Promise<FakeServer> {
  const started = await startSshServer({ login, ...options });
  cleanups.push(started.close);
  return started;
}

function runner(hosts: readonly InventoryHost[], options: HostRunnerOptions = {}) {
  const made = createHostRunner(options);
  cleanups.push(made.close);
  const run = (what: CheckPlan, how: RunOptions) => {
    const host = hosts.find(({ name }) => name === what.host) ?? hosts[0];
    if (!host) throw new Error('the test names no host');
    return made.run(host, what, how);
  };
  return { ...made, run };
}

/** A host behind a server, with its key pinned unless the test says otherwise. */
function hostAt(name: string, at: FakeServer, way: Parameters<typeof sshHost>[1] = {}): InventoryHost {
  return sshHost(name, {
    port: at.port,
    identityFiles: [identity],
    ...('knownHosts' in way ? {} : { hostKey: at.hostKey.public }),
    ...way,
  });
}

const hello: CheckPlan = plan([check('hello', sh('echo hello'))], 0, 'web');

async function visit(host: InventoryHost, what: CheckPlan = hello, options: HostRunnerOptions = {}) {
  return runner([host], options).run(what, {});
}

describe('a visit over SSH', () => {
  it('gives what the checks printed and tells what it is doing', async () => {
    const at = await server();
    const told: string[] = [];
    const host = await runner([hostAt('web', at)]).run(
      plan([check('hello', sh('echo hello')), check('load', read('/proc/loadavg'))], 0, 'web'),
      {
        onProgress: ({ key, state }) => told.push(`${key} ${state}`),
      },
    );
    expect(host.trouble).toBeUndefined();
    expect(attemptOf(host, 'hello')).toMatchObject({ stdout: 'hello\n', exit: 0 });
    expect(attemptOf(host, 'load').stdout).toMatch(/^\/proc\/loadavg:/);
    expect(told.sort()).toEqual(['hello ended', 'hello started', 'load ended', 'load started']);
  });

  it('uses one connection for all visits and closes it when idle', async () => {
    const at = await server();
    const hosts = runner([hostAt('web', at)], { idleCloseMs: 50 });
    await Promise.all([hosts.run(hello, {}), hosts.run(hello, {})]);
    expect((await hosts.run(hello, {})).trouble).toBeUndefined();
    expect(at.counts).toEqual({ connections: 1, shells: 3 });
    await new Promise(resolve => setTimeout(resolve, 300));
    expect((await hosts.run(hello, {})).trouble).toBeUndefined();
    expect(at.counts.connections).toBe(2);
  });

  it('works where the host grants one session at a time', async () => {
    const at = await server({ maxSessions: 1 });
    const hosts = runner([hostAt('web', at)]);
    const all = await Promise.all([1, 2, 3].map(() => hosts.run(hello, {})));
    for (const host of all) expect(attemptOf(host, 'hello').stdout).toBe('hello\n');
    expect(at.counts.connections).toBe(1);
  });

  it('quotes a refusal briefly and without control characters', async () => {
    const host = await visit(
      hostAt('web', await server({ maxSessions: 0, refusesWith: `no\u001b]0;pwned\u0007\n\u202e${'] '.repeat(5000)}` })),
    );
    expect(host.trouble?.says).toMatch(/^web let the bot log in but grants it no session: \(SSH\) Channel open failure: no ]0;pwned \] /);
    expect(host.trouble?.says.length).toBeLessThan(400);
    expect(runOf(host, 'hello')).toMatchObject({ detail: host.trouble?.says });
  });

  it('says so when the host grants no session at all', async () => {
    const host = await visit(hostAt('web', await server({ maxSessions: 0 })));
    expect(host).toMatchObject({ uid: -1, trouble: { kind: 'no-session', hint: expect.stringContaining('MaxSessions') } });
    expect(runOf(host, 'hello')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
  });

  it('makes a new connection when a pooled one has died', async () => {
    const at = await server();
    const hosts = runner([hostAt('web', at)]);
    await hosts.run(hello, {});
    at.cut();
    expect((await hosts.run(hello, {})).trouble).toBeUndefined();
    expect(at.counts.connections).toBe(2);
  });

  it('starts over once when a reused connection breaks before the first answer', async () => {
    const at = await server({
      onExec: (channel, connection, count) => {
        if (count === 2) (connection as unknown as { _sock: { destroy(): void } })._sock.destroy();
        else runCommand(channel, `exec env -i DIAGRUN=x /bin/sh`);
      },
    });
    const hosts = runner([hostAt('web', at)]);
    await hosts.run(hello, {});
    expect(attemptOf(await hosts.run(hello, {}), 'hello').stdout).toBe('hello\n');
    expect(at.counts).toEqual({ connections: 2, shells: 3 });
  });

  it('keeps what was answered when the connection breaks in mid-run, and takes nothing else for an answer', async () => {
    const at = await server();
    const hosts = runner([hostAt('web', at)]);
    const host = await hosts.run(
      plan(
        [
          check('quick', sh('echo quick')),
          check('slow', sh('sleep 20; echo slow'), { timeoutSeconds: 30 }),
          check('rise', read('/proc/stat'), { sample: 'twice' }),
        ],
        10,
        'web',
      ),
      {
        onProgress: ({ key, state }) => {
          if (key === 'quick' && state === 'ended') at.cut();
        },
      },
    );
    expect(host.trouble).toMatchObject({ kind: 'cut-off', says: expect.stringContaining('web broke') });
    expect(attemptOf(host, 'quick').stdout).toBe('quick\n');
    expect(runOf(host, 'slow')).toMatchObject({ kind: 'not-run', reason: 'unreachable', detail: expect.stringContaining('broke') });
    expect(runOf(host, 'rise')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
  });

  it('stops when it is cancelled', async () => {
    const at = await server();
    const cancel = new AbortController();
    const host = await runner([hostAt('web', at)]).run(plan([check('slow', sh('sleep 20'), { timeoutSeconds: 30 })], 0, 'web'), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    expect(host.trouble).toMatchObject({ kind: 'out-of-time', says: expect.stringContaining('cancelled') });
    const never = await runner([hostAt('web', at)]).run(hello, { signal: AbortSignal.abort() });
    expect(never.trouble?.says).toContain('cancelled');
  });

  it('hangs up on a gigabyte that is no answer', async () => {
    const noise = Buffer.alloc(1 << 20, 'noise ');
    let sent = 0;
    const at = await server({
      onExec: channel => {
        const more = (): void => {
          while (sent < 1 << 30 && channel.writable) {
            sent += noise.length;
            if (!channel.write(noise)) return void channel.once('drain', more);
          }
        };
        more();
      },
    });
    const host = await visit(hostAt('web', at));
    expect(host.trouble).toMatchObject({ kind: 'cut-off', says: expect.stringMatching(/^web sent more than 3 MB/) });
    expect(sent).toBeLessThan(20 << 20);
  });

  it('hangs up on a flood of complaints and of answers alike', async () => {
    for (const flood of ['stderr', 'frames'] as const) {
      let sent = 0;
      const at = await server({
        onExec: channel => {
          let script = '';
          channel.on('data', (chunk: Buffer) => {
            script += chunk.toString();
            const nonce = /N=([0-9a-f]+)/.exec(script)?.[1];
            if (nonce === undefined || !script.endsWith('\nfaultline\n')) return;
            const frame = `${nonce} o 0.0.0 ${'QUFB'.repeat(900)}\n`.repeat(8);
            channel.write(`\n${nonce} B 1 b 1000.0 1700000000 0 1\n`);
            const into = flood === 'stderr' ? channel.stderr : channel;
            const more = (): void => {
              while (sent < 1 << 28 && channel.writable) {
                sent += frame.length;
                if (!into.write(frame)) return void into.once('drain', more);
              }
            };
            more();
          });
        },
      });
      const host = await visit(hostAt('web', at));
      expect(host.trouble).toMatchObject({ kind: 'cut-off', says: expect.stringMatching(/^web sent more than 3 MB/) });
      expect(sent).toBeLessThan(20 << 20);
    }
  });

  it('believes nothing of a host that cannot say what time it is', async () => {
    const at = await server({
      onExec: channel => {
        channel.on('data', (chunk: Buffer) => {
          const nonce = /N=([0-9a-f]+)/.exec(chunk.toString())?.[1];
          if (nonce === undefined) return;
          channel.write(`\n${nonce} B 1 b 1000.0 9e99 0 1\n${nonce} S 0.0 1\n${nonce} E 0.0 ok 1\n${nonce} Z 0\n`);
          channel.exit(0);
          channel.end();
        });
      },
    });
    const host = await visit(hostAt('web', at));
    expect(host).toMatchObject({ uid: -1, trouble: { kind: 'cut-off', says: expect.stringContaining('what time it is there') } });
    expect(runOf(host, 'hello')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
  });

  it('takes a check without sound times for unanswered, not for missing on the host', async () => {
    const at = await server({
      onExec: channel => {
        channel.on('data', (chunk: Buffer) => {
          const nonce = /N=([0-9a-f]+)/.exec(chunk.toString())?.[1];
          if (nonce === undefined) return;
          const lines = [
            'B 1 b 1000.0 1700000000 0 1',
            'S 0.0 1',
            `o 0.0.0 ${btoa('hello\n\n000KKK')}`,
            'X 0.0.0 1 9e99',
            'E 0.0 ok 1',
            'Z 0',
          ];
          channel.write(`\n${lines.map(line => `${nonce} ${line}\n`).join('')}`);
          channel.exit(0);
          channel.end();
        });
      },
    });
    const host = await visit(hostAt('web', at));
    expect(host).toMatchObject({ uid: 0, trouble: { kind: 'cut-off', says: expect.stringContaining('what time it is there') } });
    expect(runOf(host, 'hello')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
  });

  it('is not disturbed by what login scripts print', async () => {
    const at = await server({
      onExec: channel => runCommand(channel, `printf 'Welcome!\\n\\033[1mno newline'; exec env -i DIAGRUN=x /bin/sh`),
    });
    expect(attemptOf(await visit(hostAt('web', at)), 'hello').stdout).toBe('hello\n');
  });

  it('says what the shell said when the account may not run commands', async () => {
    const at = await server({ onExec: channel => runCommand(channel, 'echo This account is currently not available. >&2; exit 1') });
    expect((await visit(hostAt('web', at))).trouble).toMatchObject({
      kind: 'no-session',
      says: 'the shell on web ended with status 1 before it ran anything: This account is currently not available.',
    });
  });

  it('never takes a shell that just vanished for a success', async () => {
    const at = await server({ onExec: channel => channel.close() });
    expect((await visit(hostAt('web', at))).trouble?.kind).toBe('cut-off');
  });
});

describe('a peer that never lets go', () => {
  const endless = (channel: { write: (text: string) => boolean }): void => {
    for (let times = 0; times < 8; times++) channel.write('x'.repeat(1 << 20));
  };

  it('does not keep the pool from closing, not even in mid-run', async () => {
    let asked: () => void = () => undefined;
    const started = new Promise<void>(resolve => {
      asked = resolve;
    });
    const at = await server({ keepsChannels: true, onExec: () => asked() });
    const hosts = runner([hostAt('web', at)]);
    const run = hosts.run(hello, {});
    await started;
    await hosts.close();
    expect((await run).trouble?.kind).toBe('cut-off');
    await at.empty();
  });

  it('loses a channel that was destroyed, and its connection', async () => {
    const at = await server({ keepsChannels: true, onExec: endless });
    expect((await visit(hostAt('web', at))).trouble?.kind).toBe('cut-off');
    await at.empty();
  });

  it('as a jump host is left once nobody goes through it', async () => {
    const [edge, target] = [await server({ keepsChannels: true }), await server()];
    const web = hostAt('web', target, { jump: [hostAt('edge', edge)] });
    expect((await runner([web], { idleCloseMs: 50 }).run(hello, {})).trouble).toBeUndefined();
    await target.empty();
    await edge.empty();
  });

  it('is left when idle, even if it keeps its side of the TCP connection open', async () => {
    const at = await server();
    const { createServer, connect } = await import('node:net');
    let gone: () => void = () => undefined;
    const left = new Promise<void>(resolve => {
      gone = resolve;
    });
    const proxy = createServer({ allowHalfOpen: true }, near => {
      const far = connect({ port: at.port, host: '127.0.0.1', allowHalfOpen: true });
      far.on('data', chunk => near.write(chunk)).on('error', () => undefined);
      near.on('data', chunk => far.write(chunk)).on('error', () => undefined);
      // A socket that is really gone refuses what is sent to it.
      near.once('end', () => {
        const poke = setInterval(() => near.write('x'), 50);
        near.once('close', () => {
          clearInterval(poke);
          far.destroy();
          gone();
        });
      });
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    expect((await visit(hostAt('web', at, { port }), hello, { idleCloseMs: 50 })).trouble).toBeUndefined();
    await left;
    proxy.close();
  });
});

describe('a host that cannot be reached', () => {
  it('names a port where nothing listens', async () => {
    const at = await startSshServer();
    await at.close();
    expect((await visit(hostAt('web', at))).trouble).toMatchObject({
      kind: 'unreachable',
      says: `web (127.0.0.1:${at.port}) refused the connection: nothing listens there`,
    });
  });

  it('gives up on a port that does not speak', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer(() => undefined);
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const host = await visit(sshHost('web', { port, identityFiles: [identity], hostKey: keyPair().public }), hello, {
      connectTimeoutMs: 200,
    });
    silent.close();
    expect(host.trouble).toMatchObject({ kind: 'unreachable', says: expect.stringContaining('did not finish the SSH greeting') });
  });

  it('names the keys that were refused, and the ones that cannot be used', async () => {
    const at = await server({ login: keyPair() });
    const refused = await visit(hostAt('web', at, { identityFiles: [identity, `${identity}.gone`] }), hello, {
      agentSocket: '/no/such/agent',
    });
    expect(refused.trouble).toMatchObject({
      kind: 'auth-failed',
      says: expect.stringMatching(
        /refused to log in faultline; offered: .*\/id \(SHA256:.*no such file.*nothing answers at \/no\/such\/agent/,
      ),
    });
    const sealed = await folder.write('sealed', keyPair('ed25519', 'secret').private);
    expect((await visit(hostAt('web', at, { identityFiles: [sealed] }))).trouble).toMatchObject({
      kind: 'auth-failed',
      says: `the key ${sealed} for web is protected by a passphrase`,
      hint: expect.stringContaining(`ssh-add ${sealed}`),
    });
    expect((await visit(hostAt('web', at, { identityFiles: [] }))).trouble).toMatchObject({
      kind: 'auth-failed',
      says: 'there is no key to log in to web as faultline',
    });
  });
});

describe('an SSH agent', () => {
  const blobOf = ({ public: text }: { public: string }): string => text.split(' ')[1] ?? '';
  const agent = async (...keys: Parameters<typeof startSshAgent>[1]): Promise<string> => {
    const socket = `${folder.path}/agent-${Math.random()}`;
    cleanups.push((await startSshAgent(socket, keys)).close);
    return socket;
  };
  const others = [keyPair(), keyPair()];

  it('is asked for all its keys, unless the host says otherwise', async () => {
    const at = await server();
    const agentSocket = await agent(...others, login);
    expect((await visit(hostAt('web', at, { identityFiles: [] }), hello, { agentSocket })).trouble).toBeUndefined();
    expect(at.offered).toEqual(new Set([...others, login].map(blobOf)));
    expect((await visit(hostAt('web', at, { identityFiles: [], agent: { keys: 'none' } }), hello, { agentSocket })).trouble?.kind).toBe(
      'auth-failed',
    );
  });

  it('is asked for the keys of identity files only, when the host says so', async () => {
    const agentSocket = await agent(...others, login);
    const sealed = await folder.write('in-agent', keyPair('ed25519', 'secret').private);
    await folder.write('in-agent.pub', `${login.public} ann@laptop\n`);
    const publicOnly = await folder.write('public-only', `${login.public}\n`);
    for (const file of [sealed, publicOnly, `${folder.path}/in-agent`]) {
      const at = await server();
      const host = hostAt('web', at, { identityFiles: [file], agent: { keys: 'identity-files' } });
      expect((await visit(host, hello, { agentSocket })).trouble).toBeUndefined();
      expect(at.offered).toEqual(new Set([blobOf(login)]));
    }
    const refusing = await server({ login: keyPair() });
    const host = hostAt('web', refusing, { agent: { keys: 'identity-files' } });
    expect((await visit(host, hello, { agentSocket })).trouble?.kind).toBe('auth-failed');
    expect(refusing.offered).toEqual(new Set([blobOf(login)]));
    const absent = hostAt('web', refusing, { identityFiles: [sealed], agent: { keys: 'identity-files' } });
    expect((await visit(absent, hello, { agentSocket: await agent(...others) })).trouble).toMatchObject({
      kind: 'auth-failed',
      hint: expect.stringContaining(`keep ${sealed}.pub beside it`),
    });
    expect(refusing.offered).toEqual(new Set([blobOf(login)]));
  });

  it('is the one that the host names', async () => {
    const at = await server();
    const host = hostAt('web', at, { identityFiles: [], agent: { keys: 'all', socket: await agent(login) } });
    expect((await visit(host, hello, { agentSocket: await agent(...others) })).trouble).toBeUndefined();
    expect(at.offered).toEqual(new Set([blobOf(login)]));
  });
});

describe('the key of a host', () => {
  const listedAs = (name: string, key: string): Promise<string> => folder.write(`known-${Math.random()}`, `# comment\n${name} ${key}\n`);

  it('is accepted when known_hosts has it, plain or hashed, whatever its type', async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
      const key = keyPair(type);
      const at = await server({ hostKeys: type === 'ed25519' ? [key] : [key, keyPair('ed25519')] });
      const name = `[127.0.0.1]:${at.port}`;
      const salt = Buffer.from('0123456789abcdef0123');
      const hashed = `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
      for (const listed of [name, hashed]) {
        const host = await visit(hostAt('web', at, { knownHosts: [await listedAs(listed, key.public)] }));
        expect(host.trouble).toBeUndefined();
      }
    }
  });

  it('is refused when nobody knows it, with its fingerprint and the command that adds it', async () => {
    const at = await server();
    const file = await listedAs('elsewhere', at.hostKey.public);
    const host = await visit(hostAt('web', at, { knownHosts: [file] }));
    expect(host.trouble).toMatchObject({
      kind: 'host-key-unknown',
      says: expect.stringMatching(/showed the ssh-ed25519 key SHA256:[\w+/]{43}, but no key of \[127\.0\.0\.1\]:/),
    });
    expect(host.trouble?.hint).toContain(`ssh-keyscan -t ed25519 -p ${at.port} 127.0.0.1 >> ${file}`);
    expect(at.counts.shells).toBe(0);
  });

  it('is refused when it changed, with both fingerprints and the command that replaces it', async () => {
    const at = await server();
    const file = await listedAs(`[127.0.0.1]:${at.port}`, keyPair().public);
    const host = await visit(hostAt('web', at, { knownHosts: [file] }));
    expect(host.trouble).toMatchObject({ kind: 'host-key-changed', says: expect.stringMatching(/SHA256:.*line 2 has SHA256:/) });
    expect(host.trouble?.hint).toContain(`ssh-keygen -R '[127.0.0.1]:${at.port}' -f ${file} && ssh-keyscan`);
    const pinned = await visit(hostAt('web', at, { hostKey: keyPair().public }));
    expect(pinned.trouble).toMatchObject({ kind: 'host-key-changed', says: expect.stringContaining('is pinned') });
  });

  it('is refused when it is revoked or vouched for by an authority only', async () => {
    const at = await server();
    const revoked = await folder.write('revoked', `@revoked * ${at.hostKey.public}\n[127.0.0.1]:${at.port} ${at.hostKey.public}\n`);
    expect((await visit(hostAt('web', at, { knownHosts: [revoked] }))).trouble).toMatchObject({
      kind: 'host-key-changed',
      says: expect.stringContaining('@revoked'),
    });
    const pinned = await visit(hostAt('web', at, { hostKey: at.hostKey.public, knownHosts: [revoked] }));
    expect(pinned.trouble).toMatchObject({ kind: 'host-key-changed', says: expect.stringContaining('@revoked') });
    const bare = await folder.write('bare', `@revoked 127.0.0.1 ${at.hostKey.public}\n`);
    expect((await visit(hostAt('web', at, { hostKey: at.hostKey.public, knownHosts: [bare] }))).trouble?.kind).toBe('host-key-changed');
    const elsewhere = await folder.write('elsewhere', `@revoked 127.0.0.2 ${at.hostKey.public}\n`);
    expect((await visit(hostAt('web', at, { hostKey: at.hostKey.public, knownHosts: [elsewhere] }))).trouble).toBeUndefined();
    const authority = await folder.write('authority', `@cert-authority * ${keyPair().public}\n`);
    expect((await visit(hostAt('web', at, { knownHosts: [authority] }))).trouble).toMatchObject({
      kind: 'host-key-unknown',
      says: expect.stringContaining('@cert-authority'),
    });
  });
});

describe('RevokedHostKeys', () => {
  it('refuses the keys that it lists and no others', async () => {
    const at = await server();
    const other = await folder.write('other-revoked', `# none of ours\n${keyPair().public} gone\n`);
    expect((await visit(hostAt('web', at, { revokedHostKeys: other }))).trouble).toBeUndefined();
    const listed = await folder.write('listed-revoked', `${keyPair().public}\n${at.hostKey.public} stolen\n`);
    for (const known of [{}, { knownHosts: [await folder.write('known-too', `* ${at.hostKey.public}\n`)] }]) {
      expect((await visit(hostAt('web', at, { ...known, revokedHostKeys: listed }))).trouble).toMatchObject({
        kind: 'host-key-changed',
        says: expect.stringContaining(`${listed} line 2`),
      });
    }
    expect(at.counts.shells).toBe(1);
  });

  it('refuses every key when it cannot be read', async () => {
    const at = await server();
    const binary = await folder.write('krl', `SSHKRL\n\0${'\0'.repeat(40)}`);
    expect((await visit(hostAt('web', at, { revokedHostKeys: binary }))).trouble).toMatchObject({
      kind: 'host-key-unknown',
      says: expect.stringContaining('binary key revocation list'),
    });
    expect((await visit(hostAt('web', at, { revokedHostKeys: `${folder.path}/nowhere` }))).trouble).toMatchObject({
      kind: 'host-key-unknown',
      says: expect.stringContaining('cannot be read'),
    });
    expect(at.counts.connections).toBe(0);
  });
});

describe('jump hosts', () => {
  it('are passed through one after the other, each verified', async () => {
    const [first, second, target] = [await server(), await server(), await server()];
    const web = hostAt('web', target, { jump: [hostAt('edge', first), hostAt('inner', second)] });
    const hosts = runner([web]);
    expect(attemptOf(await hosts.run(hello, {}), 'hello').stdout).toBe('hello\n');
    expect([first, second, target].map(at => at.counts)).toEqual([
      { connections: 1, shells: 0 },
      { connections: 1, shells: 0 },
      { connections: 1, shells: 1 },
    ]);
  });

  it('are named when they are down, refuse, or show the wrong key', async () => {
    const [edge, target] = [await server(), await server()];
    const down = hostAt('edge', edge, { port: 1 });
    expect((await visit(hostAt('web', target, { jump: [down] }))).trouble).toMatchObject({
      kind: 'jump-failed',
      says: 'the jump host edge on the way to web failed: edge (127.0.0.1:1) refused the connection: nothing listens there',
    });
    const closed = await server({ allowForwarding: false });
    expect((await visit(hostAt('web', target, { jump: [hostAt('edge', closed)] }))).trouble).toMatchObject({
      says: expect.stringContaining('jump host edge'),
    });
    const wrong = hostAt('edge', edge, { hostKey: keyPair().public });
    expect((await visit(hostAt('web', target, { jump: [wrong] }))).trouble).toMatchObject({
      kind: 'host-key-changed',
      says: expect.stringContaining('jump host edge'),
    });
    const dark = hostAt('web', target, { port: 1, jump: [hostAt('edge', edge)] });
    expect((await visit(dark)).trouble).toMatchObject({
      kind: 'unreachable',
      says: expect.stringContaining('the jump host edge cannot reach web (127.0.0.1:1)'),
    });
  });

  it('that break in mid-run cut the visit off', async () => {
    const [edge, target] = [await server(), await server()];
    const hosts = runner([hostAt('web', target, { jump: [hostAt('edge', edge)] })]);
    const host = await hosts.run(plan([check('slow', sh('sleep 20'), { timeoutSeconds: 30 })], 0, 'web'), { onProgress: () => edge.cut() });
    expect(host.trouble?.kind).toBe('cut-off');
    expect((await hosts.run(hello, {})).trouble).toBeUndefined();
  });
});

describe('a first contact', () => {
  it('tells who the bot is there and which key it accepted', async () => {
    const at = await server();
    const host = hostAt('web', at);
    expect(await runner([host]).probeConnection(host)).toMatchObject({
      kind: 'reached',
      uid: process.getuid?.(),
      hostKeyFingerprint: expect.stringMatching(/^SHA256:/),
    });
    const local: InventoryHost = { name: 'local', addresses: [], labels: {}, way: { kind: 'local' } };
    expect(await runner([local]).probeConnection(local)).toMatchObject({
      kind: 'reached',
      uid: process.getuid?.(),
      hostKeyFingerprint: '',
    });
    expect(await runner([host]).probeConnection(hostAt('web', at, { port: 1 }))).toMatchObject({ kind: 'unreachable' });
  });
});
