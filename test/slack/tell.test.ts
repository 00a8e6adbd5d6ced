import { WebClient } from '@slack/web-api';
import { notice } from '../../src/slack/notice.js';
import { loggerForSlack } from '../../src/slack/slack-logger.js';
import { createTell } from '../../src/slack/tell.js';
import { memoryLogger } from './memory-logger.js';

function bench(refused: readonly string[]) {
  const logger = memoryLogger();
  const ways: string[] = [];
  const client = new WebClient('xoxb-test', {
    logger: loggerForSlack(logger, 'test'),
    retryConfig: { retries: 0 },
    fetch: async url => {
      const method = String(url).split('/').at(-1) ?? '';
      ways.push(method);
      return new Response(JSON.stringify(refused.includes(method) ? { ok: false, error: 'channel_not_found' } : { ok: true }));
    },
  });
  const respond = async (): Promise<Response> => {
    ways.push('response_url');
    if (refused.includes('response_url')) throw new Error('404');
    return new Response('ok');
  };
  return { tell: createTell(client, logger), ways, respond, logger };
}

const to = { user: 'U1', channel: 'C1' };

test.each([
  [[], ['response_url']],
  [['response_url'], ['response_url', 'chat.postEphemeral']],
  [
    ['response_url', 'chat.postEphemeral'],
    ['response_url', 'chat.postEphemeral', 'chat.postMessage'],
  ],
])('when %j do not work: %j', async (refused, used) => {
  const { tell, ways, respond } = bench(refused);
  await tell({ ...to, respond }, notice(['Hello.']));
  expect(ways).toEqual(used);
});

test('when nothing works, the log has the words, and nothing is thrown', async () => {
  const { tell, logger } = bench(['chat.postEphemeral', 'chat.postMessage']);
  await tell(to, notice(['Hello.']));
  expect(logger.lines).toContainEqual({ level: 'warn', says: expect.stringContaining('at all'), about: { user: 'U1', text: 'Hello.' } });
});
