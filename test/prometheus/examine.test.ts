import { readFileSync } from 'node:fs';
import { examineAlertmanager, examinePrometheus } from '../../src/prometheus/examine.js';
import { unusableApi } from '../../src/prometheus/unusable-api.js';
import { type Answering, answering, reply } from './answering.js';
import { recorded } from './recorded.js';

let server: Answering | undefined;
afterEach(() => server?.close());

test('Prometheus answers, and tells its version', async () => {
  server = await answering((response, { path }) =>
    reply(200, path === '/api/v1/query' ? recorded('instant-scalar') : recorded('buildinfo'))(response),
  );
  expect(await examinePrometheus(server.api)).toEqual({
    what: 'Prometheus',
    ok: true,
    says: `${server.url} answers queries (version 2.42.0+ds)`,
    remedy: '',
  });
});

test('what speaks its API and has no version', async () => {
  server = await answering((response, { path }) =>
    path === '/api/v1/query' ? reply(200, recorded('instant-scalar'))(response) : reply(404, 'no')(response),
  );
  expect(await examinePrometheus(server.api)).toMatchObject({ ok: true, says: `${server.url} answers queries` });
});

test.each([
  [401, 'no', 'text/plain', 'permission denied; check prometheus.bearer_token'],
  [200, '<html>', 'text/html', 'a web page'],
])('Prometheus: HTTP %d %s', async (status, body, type, says) => {
  server = await answering(reply(status, body, type));
  const finding = await examinePrometheus(server.api);
  expect(finding).toMatchObject({ ok: false, says: expect.stringContaining(says), remedy: expect.stringContaining('faultline.yml') });
});

test('a setting that cannot be used is what is said', async () => {
  const api = unusableApi('http://prom:9090', 'the file /x does not exist');
  expect(await examinePrometheus(api)).toMatchObject({ ok: false, says: expect.stringContaining('the file /x does not exist') });
  expect(await examineAlertmanager(api)).toMatchObject({ ok: false, says: 'http://prom:9090: the file /x does not exist' });
});

test('Alertmanager answers', async () => {
  server = await answering(reply(200, readFileSync(new URL('../fixtures/alertmanager/status.json', import.meta.url), 'utf8')));
  expect(await examineAlertmanager(server.api)).toEqual({
    what: 'Alertmanager',
    ok: true,
    says: `${server.url} answers (version 0.25.0)`,
    remedy: '',
  });
  expect(server.asked).toMatchObject([{ method: 'GET', path: '/api/v2/status' }]);
});

test.each([
  [403, 'no', 'another login (HTTP 403)'],
  [200, '{}', 'no Alertmanager (HTTP 200)'],
  [502, '', 'no Alertmanager (HTTP 502)'],
])('Alertmanager: HTTP %d %s', async (status, body, says) => {
  server = await answering(reply(status, body));
  expect(await examineAlertmanager(server.api)).toMatchObject({ ok: false, says: expect.stringContaining(says) });
});
