import { bench, CHANNEL } from './bench.js';

describe('a message', () => {
  test('is posted once, in the thread of its card, with the slot as metadata', async () => {
    const { standing, slack, outbox, calls } = bench();
    await standing();
    const [card, progress] = slack.messages;
    expect(slack.messages).toHaveLength(2);
    expect(card?.thread).toBeUndefined();
    expect(progress?.thread).toBe(card?.ts);
    expect(JSON.parse(card?.metadata ?? '')).toEqual({ event_type: 'faultline', event_payload: { slot: 'inc-1/card', version: 1 } });
    expect(calls('chat.postMessage').every(({ args }) => args.unfurl_links === 'false' && args.unfurl_media === 'false')).toBe(true);
    expect(outbox.all().every(({ delivered, version, posting }) => delivered === version && !posting)).toBe(true);
  });

  test('goes into the thread that the question was asked in', async () => {
    const { want, messenger, timing, slack } = bench();
    const place = { channel: CHANNEL, thread: '1700000000.000100' };
    await want('inc-1/card', 'card', 'card', { place });
    await want('inc-1/answer-1', 'answer', 'answer', { place, after: 'inc-1/card' });
    messenger.start();
    await timing.advance(3_000);
    expect(slack.messages.map(({ thread }) => thread)).toEqual([place.thread, place.thread]);
  });

  test('is changed where it stands, by its newest version only', async () => {
    const { standing, want, timing, texts, calls } = bench();
    await standing();
    await want('inc-1/answer-1', 'answer', 'first answer', { after: 'inc-1/card' });
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    await timing.advance(1_000);
    expect(texts()).toEqual(['card: looking', 'the cause']);
    expect(calls('chat.update').length).toBeLessThanOrEqual(2);
  });

  test('for a channel that goes by its name is found again after a lost answer', async () => {
    const { want, messenger, timing, slack, texts, calls } = bench();
    slack.next('chat.postMessage', { kind: 'lost' });
    await want('inc-1/card', 'card', 'card', { place: { channel: '#incidents' } });
    messenger.start();
    await timing.advance(10_000);
    expect(texts()).toEqual(['card']);
    expect(calls('conversations.history').map(({ args }) => args.channel)).toEqual([CHANNEL]);
  });

  test('that cannot be read is given up with a reason', async () => {
    const { outbox, messenger, timing, slack } = bench();
    await outbox.want({ slot: 's', incident: 'i', content: '{"kind":"letter"}' });
    messenger.start();
    await timing.advance(1_000);
    expect((await outbox.find('s'))?.abandoned).toContain('no message');
    expect(slack.calls).toEqual([]);
  });
});

describe('a lost answer', () => {
  test('to a post that arrived: it is found, and not said twice', async () => {
    const { want, messenger, timing, slack, outbox, texts } = bench();
    slack.next('chat.postMessage', { kind: 'lost' });
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(10_000);
    expect(texts()).toEqual(['card']);
    expect(await outbox.find('inc-1/card')).toMatchObject({ delivered: 1, ts: slack.messages[0]?.ts, posting: false });
  });

  test.each([{ kind: 'cut' } as const, { kind: 'status', status: 503 } as const])(
    'to a post that did not arrive (%j): it is posted once',
    async fault => {
      const { want, messenger, timing, slack, texts, calls } = bench();
      slack.next('chat.postMessage', fault);
      await want('inc-1/card', 'card', 'card');
      messenger.start();
      await timing.advance(10_000);
      expect(texts()).toEqual(['card']);
      expect(calls('conversations.history')).toHaveLength(1);
    },
  );

  test('in a thread: the thread is looked through', async () => {
    const { want, messenger, timing, slack, texts } = bench();
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(1_000);
    slack.next('chat.postMessage', { kind: 'lost' });
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    await timing.advance(10_000);
    expect(texts()).toEqual(['card', 'the cause']);
  });

  test('and a newer version meanwhile: the found message is changed', async () => {
    const { want, messenger, timing, slack, texts } = bench();
    slack.next('chat.postMessage', { kind: 'lost' });
    await want('inc-1/card', 'card', 'looking');
    messenger.start();
    await timing.advance(500);
    await want('inc-1/card', 'card', 'answered');
    await timing.advance(10_000);
    expect(texts()).toEqual(['answered']);
  });

  test('where the bot may not read: it is posted again, and the log says why', async () => {
    const { want, messenger, timing, slack, logger, texts } = bench();
    slack.scopesWithout.add('channels:history');
    slack.next('chat.postMessage', { kind: 'cut' });
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(10_000);
    expect(texts()).toEqual(['card']);
    expect(logger.lines.some(({ says }) => says.includes('channels:history'))).toBe(true);
  });

  test('before a crash: the next process looks first', async () => {
    const { want, messenger, timing, slack, outbox, texts, calls } = bench();
    await want('inc-1/card', 'card', 'card');
    // What the process before left behind: marked as leaving, and indeed gone out.
    await outbox.markPosting('inc-1/card');
    slack.messages.push({
      channel: CHANNEL,
      ts: '1800000000.000001',
      text: 'card',
      blocks: '',
      metadata: JSON.stringify({ event_type: 'faultline', event_payload: { slot: 'inc-1/card', version: 1 } }),
      changes: 0,
    });
    messenger.start();
    await timing.advance(5_000);
    expect(texts()).toEqual(['card']);
    expect(calls('chat.postMessage')).toEqual([]);
  });
});

describe('Slack asks for a pause', () => {
  test('it is kept for that channel, and the other channel goes on', async () => {
    const { want, messenger, timing, slack, calls } = bench();
    slack.next('chat.postMessage', { kind: 'rate-limited', seconds: 30 });
    await want('inc-1/card', 'card', 'one');
    messenger.start();
    await timing.advance(100);
    await want('inc-2/card', 'card', 'two', { place: { channel: 'C00000002' } });
    await timing.advance(1_000);
    expect(slack.messages.map(({ text }) => text)).toEqual(['two']);
    await timing.advance(28_000);
    expect(calls('chat.postMessage')).toHaveLength(2);
    await timing.advance(2_000);
    expect(slack.messages.map(({ text }) => text)).toEqual(['two', 'one']);
  });

  test('posts to one channel keep to one a second after a short burst', async () => {
    const { want, messenger, timing, calls } = bench();
    for (let i = 0; i < 10; i++) await want(`inc-${i}/card`, 'card', `card ${i}`);
    messenger.start();
    await timing.advance(20_000);
    const times = calls('chat.postMessage').map(({ at }) => at);
    expect(times).toHaveLength(10);
    // A burst of three, then one a second: at most eight in any five seconds.
    for (const at of times) expect(times.filter(other => other >= at && other < at + 5_000).length).toBeLessThanOrEqual(8);
    expect((times[9] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(7_000);
  });
});

describe('live progress', () => {
  test('shows only the newest, not faster than it can be read, and nothing after the answer', async () => {
    const { standing, messenger, want, timing, slack, texts, calls, say } = bench();
    await standing();
    for (let i = 1; i <= 100; i++) {
      messenger.progress('inc-1/answer-1', say(`${i} checks done`));
      await timing.advance(100);
    }
    const updates = calls('chat.update').length;
    expect(updates).toBeGreaterThanOrEqual(3);
    expect(updates).toBeLessThanOrEqual(5);
    messenger.progress('inc-1/answer-1', say('stale'));
    messenger.endProgress('inc-1/answer-1');
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    messenger.progress('inc-1/answer-1', say('even later'));
    await timing.advance(10_000);
    expect(texts()).toEqual(['card: looking', 'the cause']);
    expect(slack.calls.some(({ args }) => args.text === 'stale' || args.text === 'even later')).toBe(false);
  });

  test('of twenty incidents at once stays within Slack’s fifty updates a minute, and every answer arrives', async () => {
    const { messenger, want, timing, slack, texts, calls, say } = bench();
    messenger.start();
    for (let i = 0; i < 20; i++) {
      const place = { channel: `C1000000${i % 10}` };
      await want(`inc-${i}/card`, 'card', `card ${i}`, { place });
      await want(`inc-${i}/answer-1`, 'progress', `looking ${i}`, { place, after: `inc-${i}/card` });
    }
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 20; i++) messenger.progress(`inc-${i}/answer-1`, say(`run ${i}: ${second} s`));
      await timing.advance(1_000);
    }
    const answeredAt = timing.now();
    for (let i = 0; i < 20; i++) {
      const place = { channel: `C1000000${i % 10}` };
      messenger.endProgress(`inc-${i}/answer-1`);
      await want(`inc-${i}/card`, 'card', `card ${i}: answered`, { place });
      await want(`inc-${i}/answer-1`, 'answer', `cause ${i}`, { place, after: `inc-${i}/card` });
    }
    await timing.advance(90_000);
    const times = calls('chat.update').map(({ at }) => at);
    for (const at of times) expect(times.filter(other => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(50);
    for (let i = 0; i < 20; i++) expect(texts()).toEqual(expect.arrayContaining([`cause ${i}`, `card ${i}: answered`]));
    // The answers go first: all of them within seconds, whatever the progress used up.
    const answers = slack.calls.filter(({ args }) => /^cause \d+$/u.test(args.text ?? ''));
    expect(Math.max(...answers.map(({ at }) => at)) - answeredAt).toBeLessThanOrEqual(5_000);
    expect(slack.messages).toHaveLength(40);
  }, 60_000);
});

describe('somebody deleted the message', () => {
  test('an answer is posted anew, in the thread', async () => {
    const { standing, slack, want, timing, texts } = bench();
    await standing();
    slack.remove(slack.messages[1]?.ts ?? '');
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    await timing.advance(10_000);
    expect(texts()).toEqual(['card: looking', 'the cause']);
    expect(slack.messages[1]?.thread).toBe(slack.messages[0]?.ts);
  });

  test('a card comes back once, and then no more', async () => {
    const { standing, slack, want, timing, outbox, calls } = bench();
    await standing();
    slack.remove(slack.messages[0]?.ts ?? '');
    await want('inc-1/card', 'card', 'answered');
    await timing.advance(5_000);
    expect(slack.messages.map(({ text }) => text)).toContain('answered');
    slack.remove(slack.messages.find(({ text }) => text === 'answered')?.ts ?? '');
    await want('inc-1/card', 'card', 'answered again');
    await timing.advance(60_000);
    expect((await outbox.find('inc-1/card'))?.abandoned).toContain('message_not_found');
    expect(calls('chat.postMessage')).toHaveLength(3);
  });

  test('progress is not worth a new message', async () => {
    const { standing, slack, messenger, timing, calls, say } = bench();
    await standing();
    slack.remove(slack.messages[1]?.ts ?? '');
    for (let i = 0; i < 5; i++) {
      messenger.progress('inc-1/answer-1', say(`${i}`));
      await timing.advance(3_000);
    }
    expect(calls('chat.postMessage')).toHaveLength(2);
  });
});

describe('the channel cannot take it', () => {
  test('archived in mid-diagnosis: the person who asked gets the answer directly, with the reason', async () => {
    const { standing, slack, want, timing } = bench();
    await standing();
    slack.archived.add(CHANNEL);
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    await timing.advance(10_000);
    const direct = slack.messages.filter(({ channel }) => channel === 'D00000001');
    expect(direct).toHaveLength(1);
    expect(direct[0]).toMatchObject({ text: 'the cause' });
    expect(direct[0]?.blocks).toContain('is archived');
  });

  test('the bot is no member of a public channel: it joins', async () => {
    const { slack, want, messenger, timing, texts, calls } = bench();
    slack.notMember.add(CHANNEL);
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(5_000);
    expect(texts()).toEqual(['card']);
    expect(slack.messages[0]?.channel).toBe(CHANNEL);
    expect(calls('conversations.join')).toHaveLength(1);
  });

  test('it may not join: card and answer go to the asker, in one thread', async () => {
    const { slack, want, messenger, timing } = bench();
    slack.notMember.add(CHANNEL);
    slack.scopesWithout.add('channels:join');
    await want('inc-1/card', 'card', 'card');
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    messenger.start();
    await timing.advance(10_000);
    expect(slack.messages.map(({ channel, thread }) => [channel, thread])).toEqual([
      ['D00000001', undefined],
      ['D00000001', slack.messages[0]?.ts],
    ]);
    expect(slack.messages[0]?.blocks).toContain('/invite @Faultline');
  });

  test('nor can the asker: it is given up, and the log says so', async () => {
    const { slack, want, messenger, timing, outbox, logger } = bench();
    slack.next('chat.postMessage', { kind: 'error', error: 'is_archived' }, { kind: 'error', error: 'user_not_found' });
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(10_000);
    expect((await outbox.find('inc-1/card'))?.abandoned).toContain('user_not_found');
    expect(logger.lines.some(({ level }) => level === 'error')).toBe(true);
  });
});

test('a form that Slack refuses goes out as plain text, and the log is loud', async () => {
  const { slack, want, messenger, timing, logger } = bench();
  slack.next('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
  await want('inc-1/card', 'card', 'oom-kill on api-1');
  messenger.start();
  await timing.advance(5_000);
  expect(slack.messages).toMatchObject([{ text: 'oom-kill on api-1', blocks: '[]' }]);
  expect(logger.lines.some(({ level, says }) => level === 'error' && says.includes('report it'))).toBe(true);
});

describe('nothing goes out', () => {
  test('Slack is unreachable for ten minutes in mid-diagnosis: then everything stands, once, and little was tried', async () => {
    const { standing, slack, want, messenger, timing, texts, say } = bench();
    await standing();
    slack.always = { kind: 'refused' };
    const before = slack.calls.length;
    messenger.progress('inc-1/answer-1', say('more checks'));
    await want('inc-1/card', 'card', 'answered');
    await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
    await want('inc-2/card', 'card', 'another');
    await timing.advance(600_000);
    expect(messenger.health()).toEqual({ trouble: expect.stringContaining('ECONNREFUSED'), forOperator: false });
    expect(slack.calls.length - before).toBeLessThan(40);
    slack.always = undefined;
    await timing.advance(60_000);
    expect(texts()).toEqual(['answered', 'the cause', 'another']);
    expect(messenger.health()).toEqual({ forOperator: false });
  });

  test('the token is revoked: everything is kept until it is mended', async () => {
    const { slack, want, messenger, timing, texts, outbox } = bench();
    slack.always = { kind: 'error', error: 'token_revoked' };
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(600_000);
    expect(messenger.health()).toEqual({ trouble: expect.stringContaining('token_revoked'), forOperator: true });
    expect((await outbox.find('inc-1/card'))?.abandoned).toBeUndefined();
    expect(slack.calls.length).toBeLessThan(20);
    slack.always = undefined;
    await timing.advance(61_000);
    expect(texts()).toEqual(['card']);
  });

  test('the store fails while a delivery is recorded: it is looked for, not said twice', async () => {
    const { slack, want, messenger, timing, outbox, texts } = bench();
    const record = outbox.markDelivered;
    let failures = 1;
    Object.assign(outbox, {
      markDelivered: async (...args: Parameters<typeof record>) => {
        if (failures-- > 0) throw new Error('database is locked');
        return record(...args);
      },
    });
    await want('inc-1/card', 'card', 'card');
    messenger.start();
    await timing.advance(30_000);
    expect(texts()).toEqual(['card']);
    expect(await outbox.find('inc-1/card')).toMatchObject({ delivered: 1, ts: slack.messages[0]?.ts });
  });
});

test.each([
  ['after a burst of posts', undefined],
  ['while Slack is unreachable', { kind: 'refused' } as const],
  ['while Slack asks for a pause', { kind: 'rate-limited', seconds: 5 } as const],
])('the clock is set back an hour %s: messages do not wait for it to catch up', async (_, trouble) => {
  const { slack, want, messenger, timing, texts } = bench();
  for (const each of [1, 2, 3]) await want(`inc-${each}/card`, 'card', `card ${each}`);
  messenger.start();
  await timing.advance(100);
  slack.always = trouble;
  await want('inc-4/card', 'card', 'card 4');
  await timing.advance(2_000);
  slack.always = undefined;
  timing.set(timing.now() - 3_600_000);
  await want('inc-5/card', 'card', 'card 5');
  await timing.advance(60_000);
  expect(texts()).toEqual(['card 1', 'card 2', 'card 3', 'card 4', 'card 5']);
});

test('progress that comes after the answer was wanted is not kept for ever', async () => {
  const { standing, want, messenger, timing, outbox, texts, say } = bench();
  await standing();
  messenger.endProgress('inc-1/answer-1');
  await want('inc-1/answer-1', 'answer', 'the cause', { after: 'inc-1/card' });
  messenger.progress('inc-1/answer-1', say('9 of 9 checks'));
  await timing.advance(10_000);
  let looks = 0;
  const find = outbox.find;
  Object.assign(outbox, {
    find: (slot: string) => {
      if (slot === 'inc-1/answer-1') looks++;
      return find(slot);
    },
  });
  messenger.wake();
  await timing.advance(1_000);
  expect(looks).toBe(0);
  expect(texts()).toEqual(['card: looking', 'the cause']);
});

test('stands() tells as soon as the message is there, and gives up after the time', async () => {
  const { want, messenger, timing } = bench();
  messenger.start();
  const never = messenger.stands('inc-9/card', 700);
  await timing.advance(700);
  expect(await never).toBe(false);
  const soon = messenger.stands('inc-1/card', 60_000);
  await want('inc-1/card', 'card', 'card');
  await timing.advance(10);
  expect(await soon).toBe(true);
});

test('stop() waits for the call under way and starts no other', async () => {
  const { want, messenger, timing, slack } = bench();
  await want('inc-1/card', 'card', 'card');
  messenger.start();
  const stopped = messenger.stop(5_000);
  await timing.advance(0);
  await stopped;
  await want('inc-2/card', 'card', 'late');
  await timing.advance(60_000);
  expect(slack.messages.some(({ text }) => text === 'late')).toBe(false);
});

test('a list that was read before a post ended, and came after, posts nothing twice', async () => {
  const at = bench({ farMs: 40 });
  at.messenger.start();
  for (let number = 1; number <= 20; number++) {
    await at.want(`inc-${number}/card`, 'card', `card ${number}`, { place: { channel: `C0000001${String(number).padStart(2, '0')}` } });
    await at.timing.advance(7);
  }
  await at.timing.advance(5_000);
  expect(at.calls('chat.postMessage')).toHaveLength(20);
});
