import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { TlsOptions } from 'node:tls';
import { TLS_OFFERS, type TlsOffer, tlsAttempt } from '../../src/http/tls-attempt.js';
import { closedPort, httpServer, type Running, wrapped } from './servers.js';

const pem = (name: string) => readFileSync(new URL(`./self-signed/${name}.pem`, import.meta.url));
const open: Running[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function secureServer(options: TlsOptions = {}): Promise<number> {
  const server = await wrapped(createHttps({ key: pem('key'), cert: pem('cert'), ...options }, (_, response) => response.end('ok')));
  open.push(server);
  return server.port;
}
const offered = (port: number, offer: TlsOffer, limitSeconds = 2, signal?: AbortSignal) =>
  tlsAttempt(new URL(`https://localhost:${port}/`), offer, {
    limitSeconds,
    totalSeconds: limitSeconds,
    monotonic: () => performance.now() / 1000,
    ...(signal ? { signal } : {}),
  });

test('a handshake tells the legs, the version and the certificate', async () => {
  expect(await offered(await secureServer(), 'any')).toMatchObject({
    offer: 'any',
    outcome: 'secured',
    protocol: 'TLSv1.3',
    verify_error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    connect_s: expect.any(Number),
    tls_s: expect.any(Number),
    certificate: { self_signed: true, has_issuer_url: false, not_before: expect.any(Number), key_type: expect.any(String) },
  });
});

test('a server of one version refuses the offers of the others', async () => {
  const port = await secureServer({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  const outcomes = await Promise.all(
    (['any', 'TLSv1.2', 'TLSv1.3', 'TLSv1.1'] as const).map(async offer => (await offered(port, offer))?.outcome),
  );
  expect(outcomes).toEqual(['secured', 'secured', 'tls-failed', 'tls-failed']);
});

test('an old version is spoken when the server has nothing else', async () => {
  const port = await secureServer({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  expect(await offered(port, 'TLSv1.1')).toMatchObject({ outcome: 'secured', protocol: 'TLSv1.1' });
  expect(await offered(port, 'any')).toMatchObject({ outcome: 'tls-failed', error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('a session of %s is taken again, and not when the server keeps none', async version => {
  const only = { minVersion: version, maxVersion: version } as const;
  expect(await offered(await secureServer(only), 'resume')).toMatchObject({ outcome: 'secured', resumed: true });
  // SSL_OP_NO_TICKET; a cache of sessions is kept by Node's servers only where they ask for it.
  const forgetful = await secureServer({ ...only, secureOptions: 0x4000 });
  expect(await offered(forgetful, 'resume')).toMatchObject({ outcome: 'secured', resumed: false });
});

test('a port that speaks plain HTTP, and one on which nothing listens', async () => {
  const plain = await httpServer((_, response) => response.end('ok'));
  open.push(plain);
  expect(await offered(plain.port, 'any')).toMatchObject({ outcome: 'tls-failed' });
  expect(await offered(await closedPort(), 'any')).toMatchObject({ outcome: 'not-connected', error: 'ECONNREFUSED' });
});

test('what was stopped has learnt nothing', async () => {
  expect(await offered(await secureServer(), 'any', 2, AbortSignal.abort())).toBeUndefined();
});

test('three whole handshakes make a median', () => {
  expect(TLS_OFFERS.filter(offer => offer === 'any')).toHaveLength(3);
});
