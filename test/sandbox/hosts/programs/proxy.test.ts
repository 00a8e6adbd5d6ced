import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { upstreamError } from '../../../../src/parsers/nginx-error.js';
import { type Program, startProgram } from '../../../../src/sandbox/hosts/program.js';
import { until } from '../until.js';

const NGINX_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[error\] \d+#\d+: \*\d+ (.*)$/u;

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

function ask(port: number, path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the gateway of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-proxy-'));
  let logs = 0;
  let errorLog = '';
  let proxy: Program | undefined;
  let server: Server | undefined;
  beforeEach(() => {
    errorLog = join(folder, `${++logs}.log`);
  });
  afterEach(async () => {
    await proxy?.end();
    await new Promise(resolve => (server === undefined ? resolve(undefined) : server.close(resolve)));
    proxy = undefined;
    server = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const started = async (backend: number): Promise<number> => {
    const port = await freePort();
    const site = { name: 'shop', address: '127.0.0.1', port, backend: { address: '127.0.0.1', port: backend }, errorLog };
    proxy = await startProgram('proxy', { title: 'gateway', sites: [site], connectMs: 300, readMs: 300 });
    return port;
  };
  const logged = async () => {
    expect(await until(() => readFileSync(errorLog, 'utf8').endsWith('\n'))).toBe(true);
    const line = readFileSync(errorLog, 'utf8').trimEnd();
    return { line, error: upstreamError(NGINX_LINE.exec(line)?.[1] ?? '') };
  };

  test('writes of a refused connection what nginx would, and answers 502', async () => {
    const backend = await freePort();
    expect(await ask(await started(backend))).toBe(502);
    expect((await logged()).error).toEqual({
      addr: '::ffff:127.0.0.1',
      port: backend,
      backend: `[::ffff:127.0.0.1]:${backend}`,
      phase: 'connecting',
      error: 'refused',
    });
  });

  test('writes of a backend that does not answer what nginx would, and answers 504', async () => {
    server = createServer(socket => socket.on('error', () => undefined).resume());
    expect(await ask(await started(await listening(server)))).toBe(504);
    expect((await logged()).error).toMatchObject({ phase: 'waiting', error: 'timeout' });
  });

  test('a client cannot write lines or an upstream of its own into the log', async () => {
    expect(await ask(await started(await freePort()), '/x",upstream:"http://10.0.0.1:1/')).toBe(502);
    const { line, error } = await logged();
    expect(line).toContain('\\x22,upstream:\\x22');
    expect(error).toMatchObject({ addr: '::ffff:127.0.0.1', error: 'refused' });
  });

  test('passes on what the backend says', async () => {
    server = createServer(socket =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('HTTP/1.1 203 OK\r\ncontent-length: 2\r\n\r\nok'),
    );
    expect(await ask(await started(await listening(server)))).toBe(203);
    expect(readFileSync(errorLog, 'utf8')).toBe('');
  });
});
