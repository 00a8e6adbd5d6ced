import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { sayTrouble, troubleOf } from '../../../src/slack/messenger/trouble.js';

const network = (code: string): Error =>
  new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) }));
const platform = (error: string, more: object = {}): Error => new WebAPIPlatformError({ ok: false, error, ...more });

test.each([
  ['a pause', new WebAPIRateLimitedError(7), { kind: 'rate-limited', seconds: 7 }],
  ['a pause in the body', platform('ratelimited'), { kind: 'rate-limited', seconds: 10 }],
  ['a refusal', platform('is_archived'), { kind: 'refused', code: 'is_archived' }],
  ['Slack’s own failure', platform('internal_error'), { kind: 'unknown' }],
  ['a page of a proxy', platform('<html>please log in</html>'), { kind: 'unknown' }],
  ['HTTP 503', new WebAPIHTTPError(503, 'x', {}), { kind: 'unknown', why: 'HTTP 503' }],
  ['a cut connection', network('ECONNRESET'), { kind: 'unknown' }],
  ['no connection', network('ECONNREFUSED'), { kind: 'unsent' }],
  ['no name', network('ENOTFOUND'), { kind: 'unsent' }],
  ['anything else', new Error('odd'), { kind: 'unknown', why: expect.stringContaining('odd') }],
])('%s', (_, error, trouble) => {
  expect(troubleOf(error)).toMatchObject(trouble);
});

test('a connection that failed for each address of a name is no connection', () => {
  const all = new AggregateError([Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' })], '');
  expect(troubleOf(new WebAPIRequestError(new TypeError('fetch failed', { cause: all }))).kind).toBe('unsent');
});

test('tokens are never said', () => {
  expect(sayTrouble(troubleOf(new Error('bad header Bearer xoxb-123-abc and xapp-1-A-2')))).toBe(
    'Error: bad header Bearer [token] and [token]',
  );
});
