import fc from 'fast-check';
import { createLogger } from '../../src/telemetry/logger.js';

const TOKEN = 'xoxb-1234-geheim/+token';
const NOON = { now: () => 1_790_000_000.5 };

function logging(level: 'debug' | 'info' = 'info', secrets: readonly string[] = [TOKEN]) {
  const lines: string[] = [];
  return { lines, logger: createLogger({ write: line => lines.push(line), clock: NOON, secrets, level }) };
}

test('a line is one JSON object with time, level and what it says', () => {
  const { lines, logger } = logging();
  logger.info({ host: 'api-1', ms: 12 }, 'reached');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\n$/u);
  expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'info', time: '2026-09-21T14:13:20.500Z', host: 'api-1', ms: 12, says: 'reached' });
});

test('every line of a child has its values', () => {
  const { lines, logger } = logging();
  const child = logger.child({ incident: 'inc-1' }).child({ run: 2 });
  child.warn({}, 'slow');
  child.error(new Error('gone'), 'failed');
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    { incident: 'inc-1', run: 2, level: 'warn', says: 'slow' },
    { incident: 'inc-1', run: 2, level: 'error', error: { message: 'gone' } },
  ]);
});

test('debug lines come only when they are wanted', () => {
  const quiet = logging();
  quiet.logger.debug({}, 'chatter');
  expect(quiet.lines).toEqual([]);
  const loud = logging('debug');
  loud.logger.debug({}, 'chatter');
  expect(loud.lines).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['what it says', {}, `token ${TOKEN} refused`],
  ['a value', { token: TOKEN }, ''],
  ['the name of a value', { [TOKEN]: 1 }, ''],
  ['deep inside', { a: [{ b: { c: `x${TOKEN}x` } }] }, ''],
  ['a map', { headers: new Map([['authorization', `Bearer ${TOKEN}`]]) }, ''],
  ['what toJSON gives', { odd: { toJSON: () => ({ url: `https://x/?t=${TOKEN}` }) } }, ''],
  ['percent-encoded, in a URL', { url: `https://x/?t=${encodeURIComponent(TOKEN)}` }, ''],
  ['in base64', { header: Buffer.from(TOKEN).toString('base64') }, ''],
  ['the message and stack of an error', new Error(`refused ${TOKEN}`), ''],
  ['an error among the values, with its cause', { error: new Error('outer', { cause: new Error(`inner ${TOKEN}`) }) }, ''],
  ['split by a control character', {}, `${TOKEN.slice(0, 6)}\u200b${TOKEN.slice(6)}`],
])('a secret is not in the line: %s', (_, about, says) => {
  const { lines, logger } = logging();
  logger.child(about).error(about, says);
  const text = lines.join('');
  expect(text).not.toContain(TOKEN);
  expect(text).not.toContain('geheim');
  expect(text).toContain('[secret]');
});

test('a long secret that holds a short one leaves nothing behind', () => {
  const { lines, logger } = logging('info', ['secret-one', 'secret-one-and-two']);
  logger.info({}, 'secret-one-and-two');
  expect(JSON.parse(lines[0] ?? '').says).toBe('[secret]');
});

test('text from a host cannot forge a line, colour a terminal or turn the direction', () => {
  const { lines, logger } = logging();
  logger.info({ line: '\u001b[31mred\u001b[0m\u202e \u2028 x\r\n{"level":"error"}' }, 'a\nb');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f\u202e\u2028]/u);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', says: 'a\nb' });
});

test('what is huge, deep or in a circle is cut, and it never throws', () => {
  const { lines, logger } = logging();
  const circle: Record<string, unknown> = { name: 'circle' };
  circle.self = circle;
  const error = new Error('odd');
  error.cause = error;
  const bad = {
    circle,
    error,
    big: 'x'.repeat(100_000),
    many: Array.from({ length: 10_000 }, (_, index) => index),
    deep: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
    bytes: Buffer.alloc(100_000),
    count: 12n,
    nothing: null,
    act: () => 1,
    when: new Date(Number.NaN),
    get broken(): string {
      throw new Error('no');
    },
  };
  logger.info(bad, 'x');
  const { broken: _, ...rest } = Object.getOwnPropertyDescriptors(bad);
  logger.info(Object.defineProperties({}, rest), 'y');
  expect(lines).toHaveLength(2);
  expect(lines.join('').length).toBeLessThan(12_000);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ circle: { self: '[circle]' }, bytes: '[100000 bytes]', count: '12', nothing: null });
});

test('a stream that is gone is no reason to stop', () => {
  const logger = createLogger({
    write: () => {
      throw new Error('EPIPE');
    },
    clock: NOON,
    secrets: [],
  });
  logger.error({}, 'x');
});

test('whatever is logged is one line of JSON', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string({ unit: 'binary' }), (value, says) => {
      const { lines, logger } = logging();
      logger.info({ value }, says);
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toHaveProperty('level', 'info');
    }),
  );
});
