import { bench } from './bench.js';

/** A post of another process under way: marked, and arriving at Slack so many milliseconds from now. */
async function posted(at: ReturnType<typeof bench>, arrivesInMs: number): Promise<void> {
  await at.want('inc-1/card', 'card', 'card');
  await at.outbox.markPosting('inc-1/card');
  void at.timing.wait(arrivesInMs).then(() =>
    at.slack.messages.push({
      channel: 'C00000001',
      ts: '1800000012.000001',
      text: 'card',
      blocks: '[]',
      metadata: JSON.stringify({ event_type: 'faultline', event_payload: { slot: 'inc-1/card', version: 1 } }),
      changes: 0,
    }),
  );
}

test('with replicas, a post that another one began is waited for before it is looked for', async () => {
  const at = bench({ takesOver: true });
  await posted(at, 9_000);
  at.messenger.start();
  await at.timing.advance(14_000);
  expect(at.calls('conversations.history')).toEqual([]);
  await at.timing.advance(10_000);
  expect(at.texts()).toEqual(['card']);
  expect(await at.outbox.find('inc-1/card')).toMatchObject({ ts: '1800000012.000001', posting: false });
});

test('with replicas, a post of one’s own is looked for as soon as ever', async () => {
  const at = bench({ takesOver: true });
  at.messenger.start();
  at.slack.next('chat.postMessage', { kind: 'lost' });
  await at.want('inc-1/card', 'card', 'card');
  await at.timing.advance(5_000);
  expect(at.calls('conversations.history')).toHaveLength(1);
  expect(at.texts()).toEqual(['card']);
});

test('what nobody has begun waits for nothing', async () => {
  const at = bench({ takesOver: true });
  at.messenger.start();
  await at.want('inc-1/card', 'card', 'card');
  await at.timing.advance(1_000);
  expect(at.texts()).toEqual(['card']);
});

test('the digest of a storm is changed every few seconds at most, and ends with the newest', async () => {
  const at = bench();
  at.messenger.start();
  for (let second = 0; second < 30; second++) {
    await at.want('storm-1/digest', 'digest', `${second} incidents`);
    await at.timing.advance(1_000);
  }
  await at.timing.advance(10_000);
  expect(at.texts()).toEqual(['29 incidents']);
  expect(at.calls('chat.update').length).toBeLessThanOrEqual(7);
});

test('what reached the chat is measured by the seconds since it was wanted, and pauses are counted', async () => {
  const at = bench();
  at.messenger.start();
  at.slack.next('chat.postMessage', { kind: 'rate-limited', seconds: 5 });
  await at.want('inc-1/card', 'card', 'card');
  await at.timing.advance(10_000);
  expect(at.measured).toEqual([['limited'], ['delivered', expect.any(Number)]]);
  expect(at.measured[1]?.[1]).toBeGreaterThanOrEqual(5);
  at.slack.archived.add('C00000001');
  await at.want('inc-2/card', 'card', 'card', { asker: '' });
  await at.timing.advance(3_000);
  expect(at.measured.at(-1)?.[0]).toBe('abandoned');
});
