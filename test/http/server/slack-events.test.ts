import { createHmac } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { openHttpServer } from '../../../src/http/server/http-server.js';
import { loggerForSlack } from '../../../src/slack/slack-logger.js';
import { memoryLogger } from '../../slack/memory-logger.js';

const SECRET = 'a-signing-secret';

test("Bolt's handler answers on the bot's own server: signed requests reach it, forged ones do not, and no other method", async () => {
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logger: loggerForSlack(memoryLogger(), 'bolt') });
  const seen: string[] = [];
  const app = new App({ receiver, token: 'xoxb-1', botId: 'B1', botUserId: 'U1', tokenVerificationEnabled: false, convoStore: false });
  app.command('/diagnose', async ({ ack, command }) => {
    seen.push(command.text);
    await ack();
  });
  const route = { path: '/slack/events', methods: { POST: receiver.requestListener } };
  const server = openHttpServer({ host: '127.0.0.1', port: 0, routes: [route], logger: memoryLogger() });
  const listening = await server.listen();
  if (listening.kind === 'refused') throw new Error(listening.says);
  try {
    const url = `http://127.0.0.1:${listening.port}/slack/events`;
    const body = new URLSearchParams({ command: '/diagnose', text: 'connection refused', team_id: 'T1', user_id: 'U2' }).toString();
    const send = async (secret: string): Promise<number> => {
      const time = String(Math.floor(Date.now() / 1000));
      const signature = `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Slack-Request-Timestamp': time,
        'X-Slack-Signature': signature,
      };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    expect(await send('another')).toBe(401);
    expect(seen).toEqual([]);
    expect(await send(SECRET)).toBe(200);
    expect(seen).toEqual(['connection refused']);
    expect((await fetch(url)).status).toBe(405);
  } finally {
    await server.stop(1000);
  }
});
