import { createHmac } from 'node:crypto';
import { ACTION } from '../../src/slack/action-ids.js';
import { DIGEST, OFFERS, requestOf, WAITING } from './blocks/remedy-scenes.js';
import { type MemoryRemedyDesk, memoryRemedyDesk } from './memory-remedy-desk.js';
import { eventually, type Scene, says, scene } from './scene.js';

// Signed as Slack signs, with values that no button has: what a person's client could send.

const REQUEST = 'rem-1234567890abcdef';
let at: Scene;
let desk: MemoryRemedyDesk;
let incident: string;
let ts: string;
let thread: string;
let triggers = 0;
beforeEach(async () => {
  desk = memoryRemedyDesk(WAITING.request.at + 10);
  desk.offered = OFFERS;
  at = await scene('http', { remedyDesk: desk });
  desk.announcer = at.adapter.remedyAnnouncer;
  desk.approvers.add(at.ana).add(at.workspace.userId('ben'));
  await at.type('/diagnose connection refused on api-1');
  await at.seen(says('connection refused on api-1', 'public'));
  incident = at.desk.only().id;
  await at.desk.answer(incident);
  await at.seen(says(ACTION.prepareRemedy, 'public'));
  const state = { ...WAITING, request: { ...WAITING.request, by: at.ana, needed: 1 }, approvals: [] };
  await desk.show(requestOf(state, { incident: { id: incident, run: 1, place: { channel: at.incidents } }, createdAt: Date.now() / 1000 }));
  ({ ts, thread = '' } = (await at.seen(says(ACTION.approveRemedy, 'public'))).message);
});
afterEach(() => at.close());

async function forged(actionId: string, value: string, channel = at.incidents): Promise<void> {
  const user = at.workspace.userId('ben');
  const payload = JSON.stringify({
    type: 'block_actions',
    trigger_id: `forged.${++triggers}`,
    user: { id: user, team_id: at.workspace.team.id },
    team: { id: at.workspace.team.id },
    channel: { id: channel },
    message: { ts, thread_ts: thread },
    container: { type: 'message', message_ts: ts, channel_id: channel },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value }],
  });
  const body = new URLSearchParams({ payload }).toString();
  const now = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', at.workspace.signingSecret).update(`v0:${now}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${at.adapter.port()}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': now,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  expect(answer.status).toBe(200);
}

const told = (words: string) => at.seen(says(words, 'ephemeral'));
const isOnlyAudited = (press: { readonly value: string; readonly channel: string }): void =>
  expect(desk.asked).toEqual([['misplaced', expect.objectContaining({ by: { id: at.workspace.userId('ben') }, ...press })]]);
const isUntouched = (): void => expect(desk.requests.get(REQUEST)).toMatchObject({ state: { kind: 'requested', approvals: [] } });

test('what the button says, where it stands, is taken', async () => {
  await forged(ACTION.approveRemedy, `${REQUEST}:${DIGEST}`);
  await at.seen(says('Approved: Raises', 'public'));
});

test('another digest: the desk refuses it, and the person alone is told', async () => {
  await forged(ACTION.approveRemedy, `${REQUEST}:${'0'.repeat(64)}`);
  expect((await told('This is not the plan that approval was asked for')).onlyFor).toBe(at.workspace.userId('ben'));
  isUntouched();
});

test('an id that nobody gave: the desk hears of it, for its audit log, and refuses it', async () => {
  await forged(ACTION.approveRemedy, `rem-0000000000000000:${DIGEST}`);
  await told('There is no such request.');
  expect(desk.asked.at(-1)?.slice(0, 2)).toEqual(['approve', 'rem-0000000000000000']);
  isUntouched();
});

test.each([
  '',
  REQUEST,
  `${REQUEST}:${DIGEST.slice(0, 16)}`,
  `${REQUEST}:${DIGEST}:more`,
  `rem-<!channel>:${DIGEST}`,
  `../${REQUEST}:${DIGEST}`,
  'x'.repeat(1900),
])('a value that is none of ours (%#): told privately, and only written down', async value => {
  await forged(ACTION.approveRemedy, value);
  await told('I don’t have this request any more');
  isOnlyAudited({ value, channel: at.incidents });
  isUntouched();
});

test.each([ACTION.approveRemedy, ACTION.rejectRemedy, ACTION.verifyRemedy])('%s from another channel gets at nothing', async action => {
  const channel = at.workspace.channelId('random');
  await forged(action, `${REQUEST}:${DIGEST}`, channel);
  await eventually(() => at.workspace.journal.calls('chat.postEphemeral').length > 0, 'a word to the person');
  isOnlyAudited({ value: `${REQUEST}:${DIGEST}`, channel });
  isUntouched();
});

test('approving again what is decided is refused', async () => {
  await forged(ACTION.approveRemedy, `${REQUEST}:${DIGEST}`);
  await at.seen(says('Approved: Raises', 'public'));
  await forged(ACTION.approveRemedy, `${REQUEST}:${DIGEST}`);
  await told("This can't be approved");
});

test.each([
  ['another channel', () => [`${incident}:1:0-raise-somaxconn`, at.workspace.channelId('random')]],
  ['an answer that there is not', () => [`${incident}:7:0-raise-somaxconn`, at.incidents]],
  ['nonsense', () => ['<!channel>:1:x', at.incidents]],
] as const)('preparing from %s gets at nothing', async (_, forge) => {
  const [value, channel] = forge();
  await forged(ACTION.prepareRemedy, value ?? '', channel);
  await eventually(() => at.workspace.journal.calls('chat.postEphemeral').length > 0, 'a word to the person');
  expect(desk.asked).toEqual([]);
});
