import { WebClient } from '@slack/web-api';
import { ChannelNames } from '../../src/slack/channel-names.js';
import { loggerForSlack } from '../../src/slack/slack-logger.js';
import { fakeTiming } from './fake-timing.js';
import { memoryLogger } from './memory-logger.js';

function bench(...answers: readonly object[]) {
  const timing = fakeTiming();
  const logger = memoryLogger();
  let asked = 0;
  const client = new WebClient('xoxb-test', {
    logger: loggerForSlack(logger, 'test'),
    retryConfig: { retries: 0 },
    fetch: async () => new Response(JSON.stringify(answers[Math.min(asked++, answers.length - 1)]), { status: 200 }),
  });
  return { names: new ChannelNames(client, timing, logger), timing, logger, asked: () => asked };
}

const LIST = { ok: true, channels: [{ id: 'C0INCIDENTS', name: 'incidents' }] };

test('an id is its own, of a channel or of a person; Slack is not asked', async () => {
  const { names, asked } = bench(LIST);
  for (const id of ['C0INCIDENTS', 'G0PRIVATE1', 'D0DIRECT01', 'U0SOMEBODY']) expect(await names.idOf(id)).toBe(id);
  expect(asked()).toBe(0);
});

test('a name is asked for once, with or without #', async () => {
  const { names, asked } = bench(LIST);
  expect([await names.idOf('#incidents'), await names.idOf('#incidents')]).toEqual(['C0INCIDENTS', 'C0INCIDENTS']);
  expect(await names.idOf('Incidents')).toBe('C0INCIDENTS');
  expect(asked()).toBe(2);
});

test.each([[{ ok: false, error: 'missing_scope' }], [{ ok: true, channels: [] }]])(
  'a name that Slack does not resolve (%j) is asked for again after a minute, and the log says why',
  async answer => {
    const { names, timing, asked, logger } = bench(answer, LIST);
    expect(await names.idOf('#incidents')).toBeUndefined();
    expect(await names.idOf('#incidents')).toBeUndefined();
    expect(asked()).toBe(1);
    expect(logger.lines.map(({ level }) => level)).toContain('warn');
    await timing.advance(61_000);
    expect(await names.idOf('#incidents')).toBe('C0INCIDENTS');
  },
);
