import bolt from '@slack/bolt';
import type { Browser } from 'puppeteer-core';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.js';
import { compilePage, launchBrowser, says, seenAll } from './page-lab.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const manifest = {
  display_information: { name: 'Faultline' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Faultline', always_online: true },
    slash_commands: [{ command: '/diagnose', description: 'Find out why a service is failing', usage_hint: 'WORDS', should_escape: false }],
    shortcuts: [{ name: 'Diagnose this', type: 'message', callback_id: 'diagnose_this', description: 'Ask about this message' }],
  },
  oauth_config: { scopes: { bot: ['chat:write', 'commands', 'files:write', 'files:read', 'users:read'] } },
  settings: { event_subscriptions: { bot_events: ['app_home_opened'] }, interactivity: { is_enabled: true }, socket_mode_enabled: true },
};

let compiled: ReturnType<typeof compilePage>;
let workspace: Workspace;
let browser: Browser;
let app: bolt.App;
let receiver: bolt.SocketModeReceiver;

beforeAll(async () => {
  compiled = compilePage();
  workspace = await startWorkspace({ manifest, pageFolder: compiled.folder });
  const { apiUrl: slackApiUrl, appToken, botToken: token } = workspace;
  receiver = new bolt.SocketModeReceiver({
    appToken,
    logLevel: bolt.LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl } },
  });
  app = new bolt.App({ token, receiver, logLevel: bolt.LogLevel.ERROR, convoStore: false, clientOptions: { slackApiUrl } });
  app.command('/diagnose', async ({ ack, client, command }) => {
    await ack();
    if (command.text === '') {
      const blocks = [
        {
          type: 'input' as const,
          block_id: 'host',
          label: plain('Host'),
          element: { type: 'plain_text_input' as const, action_id: 'host' },
        },
      ];
      await client.views.open({
        trigger_id: command.trigger_id,
        view: { type: 'modal', callback_id: 'ask', title: plain('Which host?'), submit: plain('Diagnose'), blocks },
      });
      return;
    }
    const card = [{ type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'again', text: plain('Run again') }] }];
    const root = await client.chat.postMessage({
      channel: command.channel_id,
      text: `Looking: ${command.text}`,
      attachments: [{ color: '#daa038', blocks: card }],
    });
    if (root.ts === undefined) throw new Error('there is no ts');
    await client.chat.postMessage({ channel: command.channel_id, thread_ts: root.ts, text: 'The kernel killed it.' });
    await client.chat.update({
      channel: command.channel_id,
      ts: root.ts,
      text: 'Root cause confirmed',
      attachments: [{ color: '#2eb886', blocks: card }],
    });
  });
  app.view('ask', async ({ ack, view }) => {
    const host = view.state.values.host?.host?.value ?? '';
    await (host === 'api-1' ? ack() : ack({ response_action: 'errors', errors: { host: `There is no host ${host}.` } }));
  });
  app.action('again', async ({ ack, body, client }) => {
    await ack();
    await client.chat.postEphemeral({ channel: body.channel?.id ?? '', user: body.user.id, text: `Again, <@${body.user.id}>` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Home of Faultline') }] },
    });
  });
  await app.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  // `app.stop()` alone does not wait for its socket (shared/slack.md 1.3, row 7).
  await receiver?.client.disconnect();
  await app?.stop();
  await workspace?.close();
  compiled?.remove();
});

test('a command, its thread, a modal with an error, another person and the home tab, with unmodified Bolt', async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.setViewport({ width: 1440, height: 860 });
  await page.goto(workspace.pageUrl);
  await says(page, '.beginning', 'This is the beginning of #incidents');

  await page.type('.box', '/di');
  await page.keyboard.press('Tab');
  await page.keyboard.type('connection refused on <api-1>');
  await page.keyboard.press('Enter');
  await says(page, '.message', 'Root cause confirmed');
  await says(page, '.reply-count', '1 reply');
  await page.click('.reply-bar');
  await says(page, '#thread .message', 'The kernel killed it.');
  await page.keyboard.press('Escape');

  await page.type('.box', '/diagnose');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.type('nope');
  await page.keyboard.press('Enter');
  await says(page, '.input-error', 'There is no host nope.');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('dialog') === null);

  await page.click('.actor');
  await page.waitForSelector('.menu');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await says(page, '.actor-name', 'Ben');
  await says(page, '.message', 'Root cause confirmed');
  await page.click('.block-actions button');
  await says(page, '.message-ephemeral', 'Again, @Ben');

  await page.click('.entry[href="#/app/home"]');
  await says(page, '.home', 'Home of Faultline');
  expect(await seenAll(page, '.bar-offline:not([hidden])')).toEqual([]);
  expect(problems).toEqual([]);
});
