import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { connect, type Socket } from 'node:net';
import { createProber } from '../../src/http/prober.js';
import type { HostRun } from '../../src/model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../../src/model/plan.js';
import { closedPort, httpServer, type Running, tcpServer, wrapped } from './servers.js';

const WINDOW = 0.2;
const pem = (name: string) => readFileSync(new URL(`./self-signed/${name}.pem`, import.meta.url));
const prober = createProber({ clock: { now: () => 1_700_000_000 } });

const open: Running[] = [];
const keep = (server: Running): Running => {
  open.push(server);
  return server;
};
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function check(variant: PlannedVariant, timeoutSeconds = 2): PlannedCheck {
  return {
    key: 'probe',
    check: 'probe',
    title: 'a probe',
    sample: 'once',
    cost: 'cheap',
    timeoutSeconds,
    capBytes: 65536,
    variants: [variant],
  };
}
const toConnect = (port: number, attempts = 1, timeoutSeconds = 2, address = '127.0.0.1') =>
  check({ kind: 'connect', address, port, attempts }, timeoutSeconds);
const toGet = (url: string, attempts = 1, timeoutSeconds = 2) => check({ kind: 'http', url, attempts }, timeoutSeconds);

function attemptOf(run: HostRun) {
  const first = run.runs[0];
  if (first?.kind !== 'ran') throw new Error(`did not run: ${JSON.stringify(first)}`);
  const attempt = first.looks[0].attempts[0];
  if (!attempt) throw new Error('no attempt');
  return attempt;
}
async function linesOf(planned: PlannedCheck): Promise<Record<string, unknown>[]> {
  const { stdout } = attemptOf(await prober.run('api-1', [planned], WINDOW, {}));
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
}

describe('connect', () => {
  test('a listening port: one line for each attempt, in seconds, spread over the window', async () => {
    const { port } = keep(await tcpServer(() => {}));
    const run = await prober.run('api-1', [toConnect(port, 3)], WINDOW, {});
    const attempt = attemptOf(run);
    expect(run).toMatchObject({ host: 'api-1', hostClock: 1_700_000_000, uid: -1 });
    expect(attempt).toMatchObject({ variant: 0, command: `connect 127.0.0.1:${port} ×3 from the bot`, exit: 0, end: 'exited', stderr: '' });
    const lines = attempt.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { at: number; outcome: string; connect_s: number });
    expect(lines.map(line => line.outcome)).toEqual(['connected', 'connected', 'connected']);
    expect(lines.every(line => line.connect_s > 0)).toBe(true);
    const [first, , last] = lines;
    // How far apart is up to a busy machine; that they are not all made at once is up to us.
    expect(last?.at).toBeGreaterThan(first?.at ?? Number.POSITIVE_INFINITY);
    expect(attempt.to).toBeGreaterThan(attempt.from);
  });

  test('a closed port is refused', async () => {
    expect(await linesOf(toConnect(await closedPort()))).toEqual(
      [{ at: 1_700_000_000, outcome: 'refused', error: 'ECONNREFUSED' }].map(line =>
        expect.objectContaining({ ...line, at: expect.any(Number) }),
      ),
    );
  });

  test('a reset right after the handshake is told apart from a connection', async () => {
    // tcp_abort_on_overflow: the handshake is done for the caller, the reset follows.
    const { port } = keep(await tcpServer(socket => setTimeout(() => socket.resetAndDestroy(), 20)));
    expect(await linesOf(toConnect(port))).toEqual([expect.objectContaining({ outcome: 'reset', connect_s: expect.any(Number) })]);
    const atOnce = keep(await tcpServer(socket => socket.resetAndDestroy()));
    expect(await linesOf(toConnect(atOnce.port))).toEqual([expect.objectContaining({ outcome: 'reset' })]);
  });

  test('a polite close is still a connection', async () => {
    const { port } = keep(await tcpServer(socket => socket.end('bye')));
    expect(await linesOf(toConnect(port))).toEqual([expect.objectContaining({ outcome: 'connected' })]);
  });

  test('a full accept queue times out', async () => {
    // A stopped process accepts nothing; backlog 1 has room for two.
    const listening =
      "const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))";
    const child = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'ignore'] });
    const fillers: Socket[] = [];
    try {
      const [printed] = (await once(child.stdout, 'data')) as [Buffer];
      const port = Number(printed.toString());
      child.kill('SIGSTOP');
      for (let i = 0; i < 6; i++) {
        const filler = connect(port, '127.0.0.1');
        filler.on('error', () => {});
        fillers.push(filler);
      }
      await once(fillers[1] as Socket, 'connect');
      expect(await linesOf(toConnect(port, 1, 0.7))).toEqual([
        { at: expect.any(Number), outcome: 'timed-out', error: 'no answer within 0.7 s' },
      ]);
    } finally {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    }
  });

  test('a name without an address is an error of its own, not a timeout', async () => {
    const [line] = await linesOf(toConnect(80, 1, 2, 'no-such-host.invalid'));
    expect(line).toMatchObject({ outcome: 'error' });
    expect(line).not.toHaveProperty('connect_s');
  });
});

describe('http', () => {
  test.each([200, 301, 502, 503, 504])('an answer %i, with its legs', async code => {
    let agent: string | undefined;
    const { port } = keep(
      await httpServer((request, response) => {
        agent = request.headers['user-agent'];
        response.writeHead(code, { location: 'http://127.0.0.1:1/' }).end('body');
      }),
    );
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/healthz?a=1`));
    expect(line).toEqual({
      at: expect.any(Number),
      outcome: 'answered',
      code,
      connect_s: expect.any(Number),
      first_byte_s: expect.any(Number),
      total_s: expect.any(Number),
    });
    expect(agent).toBe('faultline-probe');
  });

  test('a name gives the lookup leg too', async () => {
    const { port } = keep(await httpServer((_, response) => response.end()));
    expect(await linesOf(toGet(`http://localhost:${port}/`))).toEqual([
      expect.objectContaining({ outcome: 'answered', name_lookup_s: expect.any(Number) }),
    ]);
  });

  test('refused', async () => {
    expect(await linesOf(toGet(`http://127.0.0.1:${await closedPort()}/`))).toEqual([
      { at: expect.any(Number), outcome: 'refused', error: 'ECONNREFUSED' },
    ]);
  });

  test('reset after the request', async () => {
    const { port } = keep(await tcpServer(socket => socket.once('data', () => socket.resetAndDestroy())));
    expect(await linesOf(toGet(`http://127.0.0.1:${port}/`))).toEqual([
      expect.objectContaining({ outcome: 'reset', connect_s: expect.any(Number) }),
    ]);
  });

  test('closed without an answer', async () => {
    const { port } = keep(await tcpServer(socket => socket.once('data', () => socket.end())));
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/`));
    expect(line).toMatchObject({ outcome: 'closed', error: 'closed without an answer' });
    expect(line).not.toHaveProperty('first_byte_s');
  });

  test('no answer: timed out while waiting, not while connecting', async () => {
    const { port } = keep(await tcpServer(() => {}));
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/`, 1, 0.3));
    expect(line).toMatchObject({ outcome: 'timed-out-waiting', connect_s: expect.any(Number) });
    expect(line).not.toHaveProperty('total_s');
  });

  test('half a header: the first byte came, the answer did not', async () => {
    const { port } = keep(await tcpServer(socket => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-'))));
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/`, 1, 0.3));
    expect(line).toMatchObject({ outcome: 'timed-out-waiting', first_byte_s: expect.any(Number) });
    expect(line).not.toHaveProperty('code');
  });

  test('garbage instead of HTTP is named', async () => {
    const { port } = keep(await tcpServer(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/`));
    expect(line).toMatchObject({ outcome: 'error', error: expect.stringMatching(/^the answer is not HTTP \(HPE_/) });
  });

  test('an endless body is cut after 64 kB', async () => {
    let sent = 0;
    const { port } = keep(
      await httpServer((_, response) => {
        const pour = () => {
          while (!response.destroyed && response.write(Buffer.alloc(16384))) sent += 16384;
        };
        response.on('drain', pour);
        pour();
      }),
    );
    const [line] = await linesOf(toGet(`http://127.0.0.1:${port}/`));
    expect(line).toMatchObject({ outcome: 'answered', code: 200, total_s: expect.any(Number) });
    expect(sent).toBeLessThan(50_000_000);
  });

  test('a body that stalls or breaks off is an answer, and says so', async () => {
    const stalls = keep(
      await tcpServer(socket => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))),
    );
    const breaks = keep(
      await tcpServer(socket => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))),
    );
    const [stalled] = await linesOf(toGet(`http://127.0.0.1:${stalls.port}/`, 1, 0.3));
    const [broken] = await linesOf(toGet(`http://127.0.0.1:${breaks.port}/`));
    expect(stalled).toMatchObject({ outcome: 'answered', code: 200, error: 'the body did not end in time' });
    expect(broken).toMatchObject({ outcome: 'answered', code: 200, error: expect.stringContaining('the body broke off') });
    expect(stalled).not.toHaveProperty('total_s');
    expect(broken).not.toHaveProperty('total_s');
  });

  test('a certificate that nobody trusts: measured all the same, and told', async () => {
    const server = keep(await wrapped(createHttps({ key: pem('key'), cert: pem('cert') }, (_, response) => response.writeHead(503).end())));
    const [line] = await linesOf(toGet(`https://localhost:${server.port}/`));
    expect(line).toMatchObject({
      outcome: 'answered',
      code: 503,
      tls_s: expect.any(Number),
      tls_verify_error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('TLS to a port that does not speak it', async () => {
    const { port } = keep(await httpServer((_, response) => response.end()));
    expect(await linesOf(toGet(`https://127.0.0.1:${port}/`))).toEqual([
      expect.objectContaining({ outcome: 'tls-failed', connect_s: expect.any(Number) }),
    ]);
    const closing = keep(await tcpServer(socket => socket.once('data', () => socket.end())));
    expect(await linesOf(toGet(`https://127.0.0.1:${closing.port}/`))).toEqual([expect.objectContaining({ outcome: 'closed' })]);
    const silent = keep(await tcpServer(() => {}));
    expect(await linesOf(toGet(`https://127.0.0.1:${silent.port}/`, 1, 0.3))).toEqual([
      expect.objectContaining({ outcome: 'timed-out-waiting' }),
    ]);
  });

  test('a name without an address', async () => {
    expect(await linesOf(toGet('http://no-such-host.invalid/'))).toEqual([expect.objectContaining({ outcome: 'name-failed' })]);
  });
});

describe('the run', () => {
  test('stopping ends it at once and keeps what was learnt, without passing for fewer attempts', async () => {
    const { port } = keep(await tcpServer(() => {}));
    const stop = new AbortController();
    const asked = prober.run('api-1', [toConnect(port, 2), { ...toGet(`http://127.0.0.1:${port}/`, 1, 60), key: 'http_probe' }], 60, {
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(), 400);
    const { runs } = await asked;
    expect(runs[0]).toMatchObject({
      kind: 'ran',
      looks: [{ attempts: [{ exit: -1, end: 'timed-out', stdout: expect.stringMatching(/^[^\n]*connected[^\n]*\n$/) }] }],
    });
    expect(runs[1]).toMatchObject({ kind: 'not-run', reason: 'skipped' });
  });

  test('stopped beforehand: nothing is connected', async () => {
    let connections = 0;
    const { port } = keep(await tcpServer(() => connections++));
    const { runs } = await prober.run('api-1', [toConnect(port, 20)], WINDOW, { signal: AbortSignal.abort() });
    expect(runs).toEqual([expect.objectContaining({ kind: 'not-run', reason: 'skipped' })]);
    expect(connections).toBe(0);
  });

  test('a short check limit ends an attempt', async () => {
    const { port } = keep(await tcpServer(() => {}));
    const attempt = attemptOf(
      await prober.run('api-1', [toGet(`http://127.0.0.1:${port}/`, 20, 0.2)], WINDOW, { signal: new AbortController().signal }),
    );
    expect(attempt.stdout.trimEnd().split('\n')).toHaveLength(20);
  });

  test.each<[PlannedVariant, string]>([
    [{ kind: 'connect', address: '127.0.0.1', port: 0, attempts: 1 }, '0 is not a port'],
    [{ kind: 'http', url: 'file:///etc/passwd', attempts: 1 }, 'the URL is not one of http:// or https://'],
    [{ kind: 'http', url: 'no url', attempts: 1 }, 'the URL is not one of http:// or https://'],
  ])('%j is not carried out', async (variant, detail) => {
    expect((await prober.run('api-1', [check(variant)], WINDOW, {})).runs).toEqual([
      expect.objectContaining({ kind: 'not-run', reason: 'skipped', detail }),
    ]);
  });

  test('a host check given by mistake is said, not run', async () => {
    const { runs } = await prober.run('api-1', [check({ kind: 'run', argv: ['ss'], okExit: [0] })], WINDOW, {});
    expect(runs).toEqual([expect.objectContaining({ kind: 'not-run', reason: 'missing' })]);
  });

  test('a login in a URL does not reach the capture', async () => {
    const { port } = keep(await httpServer((request, response) => response.end(request.headers.authorization ?? 'none')));
    expect(attemptOf(await prober.run('api-1', [toGet(`http://me:secret@127.0.0.1:${port}/`)], WINDOW, {})).command).not.toContain(
      'secret',
    );
  });
});
