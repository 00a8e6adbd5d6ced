import { createHmac } from 'node:crypto';
import { ACTION } from '../../src/slack/action-ids.js';
import { eventually, type Scene, says, scene } from './scene.js';

let at: Scene;
beforeEach(async () => {
  at = await scene('http');
});
afterEach(() => at.close());

const DIAGNOSE = '/diagnose connection refused on api-1';

/** Sends what Slack would send; `ageSeconds` is how old the signature says it is. */
async function signed(fields: Readonly<Record<string, string>>, ageSeconds = 0, secret = at.workspace.signingSecret): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  const at0 = String(Math.floor(Date.now() / 1000) - ageSeconds);
  return fetch(`http://127.0.0.1:${at.adapter.port()}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at0,
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at0}:${body}`).digest('hex')}`,
    },
  });
}

let triggers = 0;
const command = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  command: '/diagnose',
  text,
  user_id: at.ana,
  team_id: at.workspace.team.id,
  channel_id: at.incidents,
  trigger_id: `forged.${++triggers}`,
  ...more,
});

/** A button that ana pressed in a channel, with whatever value her client sent along. */
const pressed = (actionId: string, value: string, channel: string) => ({
  payload: JSON.stringify({
    type: 'block_actions',
    trigger_id: `forged.${++triggers}`,
    user: { id: at.ana, team_id: at.workspace.team.id },
    team: { id: at.workspace.team.id },
    channel: { id: channel },
    message: { ts: '1700000000.000100' },
    container: { type: 'message', message_ts: '1700000000.000100', channel_id: channel },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value }],
  }),
});

async function answered(): Promise<string> {
  await at.type(DIAGNOSE);
  await at.seen(says('connection refused on api-1', 'public'));
  const { id } = at.desk.only();
  await at.desk.answer(id);
  await at.seen(says('Right cause'));
  return id;
}

describe('a button with the value of another channel’s answer', () => {
  test.each([ACTION.showEverything, ACTION.runAgain, ACTION.rightCause])('%s gets at nothing', async action => {
    const id = await answered();
    const random = at.workspace.channelId('random');
    const before = at.standing().length;
    expect((await signed(pressed(action, `${id}:1`, random))).status).toBe(200);
    await eventually(() => at.workspace.journal.calls('chat.postEphemeral').length > 0, 'a word to the person');
    expect(at.workspace.journal.calls('files.getUploadURLExternal')).toEqual([]);
    expect(at.desk.only().runs).toHaveLength(1);
    expect(at.desk.feedbacks).toEqual([]);
    expect([at.standing().length, at.standing(random).length]).toEqual([before, 0]);
  });

  test('where it stands, the same does what it says', async () => {
    const id = await answered();
    await signed(pressed(ACTION.rightCause, `${id}:1`, at.incidents));
    await eventually(() => at.desk.feedbacks.length === 1, 'the feedback');
  });
});

test('what is asked in a direct message is not on the App Home of others', async () => {
  const ben = at.workspace.userId('ben');
  const direct = at.workspace.people.directMessage(ben);
  await at.type('/diagnose connection refused on api-1 (layoffs)', { user: ben, channel: direct });
  await eventually(() => at.desk.incidents.size === 1, 'the incident');
  await at.type(DIAGNOSE);
  await eventually(() => at.desk.incidents.size === 2, 'the other incident');
  const homeOf = async (user: string): Promise<string> => {
    await at.workspace.people.openHome(user);
    const home = await at.workspace.journal.waitForView(state => state.kind === 'home' && state.user === user);
    return JSON.stringify(home.view.blocks);
  };
  expect(await homeOf(at.ana)).not.toContain('layoffs');
  expect(await homeOf(at.ana)).toContain('connection refused on api-1');
  expect(await homeOf(ben)).toContain('layoffs');
});

describe('a signed request', () => {
  test('sent again by somebody who recorded it opens nothing new', async () => {
    const once = command('connection refused on api-1');
    expect((await signed(once)).status).toBe(200);
    await eventually(() => at.desk.incidents.size === 1, 'the incident');
    expect((await signed(once)).status).toBe(200);
    await at.adapter.stop(2_000);
    expect(at.desk.incidents.size).toBe(1);
  });
  test('that is older than five minutes, or signed with another secret, is refused', async () => {
    expect((await signed(command('connection refused on api-1'), 400)).status).toBe(401);
    expect((await signed(command('connection refused on api-1'), 0, 'another')).status).toBe(401);
    expect(at.desk.incidents.size).toBe(0);
  });
  test.each([
    ['a payload that is no JSON', { payload: '{' }],
    ['a command without its fields', { command: '/diagnose', text: 'x' }],
    ['ids that are none', { command: '/diagnose', text: 'x', user_id: '<!channel>', channel_id: '../..', trigger_id: 't' }],
    ['a button without actions', { payload: JSON.stringify({ type: 'block_actions', actions: [] }) }],
    ['a modal without values', { payload: JSON.stringify({ type: 'view_submission', view: { callback_id: 'faultline_diagnose' } }) }],
  ])('with %s opens nothing, and the bot goes on', async (_, fields) => {
    await (await signed(fields)).body?.cancel();
    expect(at.desk.incidents.size).toBe(0);
    await signed(command('connection refused on api-1'));
    await eventually(() => at.desk.incidents.size === 1, 'the incident');
  });
});

test.each([
  ['10 kB', 'connection refused on api-1 '.repeat(400)],
  ['a shell', 'connection refused on api-1 ; rm -rf / $(reboot) `id` | tee /etc/passwd'],
  ['new lines, NUL and bidi', 'connection refused on api-1 \n\u0000\u202ekcits\u2066\r\u001b[31m'],
  ['markup of Slack', 'connection refused on api-1 <!channel> <!here|x> <https://evil.example|https://grafana> *b* `c` :tada:'],
])('words with %s are shown as words, and call nobody', async (_, text) => {
  await signed(command(text));
  const { message } = await at.seen(says('connection refused on api-1', 'public'));
  const all = JSON.stringify([message.text, message.blocks, message.attachments]);
  expect(all).not.toMatch(/<!(?:channel|here|everyone)/u);
  expect(all).not.toMatch(/<https:/u);
  expect(all).not.toMatch(/\\u0000|\\u001b|\u202e|\u2066/u);
  expect(all.length).toBeLessThan(10_000);
});
