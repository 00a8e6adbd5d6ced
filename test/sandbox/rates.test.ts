import { createClock } from '../../src/sandbox/clock.js';
import { createRates } from '../../src/sandbox/rates.js';
import { call, endAll, startSandbox, text } from './start-sandbox.js';

afterEach(endAll);

test('never more than a tier names in any sixty seconds, and the wait is told in whole seconds', () => {
  const clock = createClock();
  const rates = createRates(clock, { scale: 1 });
  for (let at = 0; at < 25; at += 1) expect(rates.take('chat.update', 't3')).toBeUndefined();
  clock.advance(30_000);
  for (let at = 0; at < 25; at += 1) expect(rates.take('chat.update', 't3')).toBeUndefined();
  expect(rates.take('chat.update', 't3')).toBe(30);
  expect(rates.take('chat.delete', 't3')).toBeUndefined();
  clock.advance(30_000);
  for (let at = 0; at < 25; at += 1) expect(rates.take('chat.update', 't3')).toBeUndefined();
  expect(rates.take('chat.update', 't3')).toBeGreaterThan(20);
});

test('one post a second in a channel after a short burst; other channels are not held up', () => {
  const clock = createClock();
  const rates = createRates(clock, { scale: 1 });
  for (let at = 0; at < 5; at += 1) expect(rates.takePost('C1')).toBeUndefined();
  expect(rates.takePost('C1')).toBe(1);
  expect(rates.takePost('C2')).toBeUndefined();
  clock.advance(1000);
  expect(rates.takePost('C1')).toBeUndefined();
  expect(rates.takePost('C1')).toBe(1);
});

test('scaled and off', () => {
  const clock = createClock();
  const twice = createRates(clock, { scale: 2 });
  for (let at = 0; at < 40; at += 1) expect(twice.take('pins.add', 't2')).toBeUndefined();
  expect(twice.take('pins.add', 't2')).toBeGreaterThan(0);
  const off = createRates(clock, 'off');
  for (let at = 0; at < 500; at += 1) expect(off.take('pins.add', 't2') ?? off.takePost('C1')).toBeUndefined();
});

test('the fifty-first update within a minute is a 429 with Retry-After, and changes nothing', async () => {
  const workspace = await startSandbox({ rates: { scale: 1 } });
  const channel = workspace.channelId('incidents');
  const ts = text(await call(workspace, 'chat.postMessage', { channel, text: 'card' }), 'ts');
  for (let at = 1; at <= 50; at += 1)
    expect(await call(workspace, 'chat.update', { channel, ts, text: `${at}` })).toMatchObject({ ok: true });
  const response = await fetch(`${workspace.apiUrl}chat.update`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, ts, text: '51' }),
  });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(workspace.people.messages(workspace.userId('ana'), channel)[0]?.text).toBe('50');
  workspace.clock.advance(60_000);
  expect(await call(workspace, 'chat.update', { channel, ts, text: '51' })).toMatchObject({ ok: true });
});
