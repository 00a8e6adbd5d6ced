import type { RemedyRequest } from '../../src/model/remedy-request.js';
import type { MessageState } from '../../src/sandbox/journal.js';
import { ACTION } from '../../src/slack/action-ids.js';
import { summaryOf } from './blocks/captures.js';
import { DIGEST, guidedPlanOf, OFFERS, requestOf, runPlanOf, WAITING } from './blocks/remedy-scenes.js';
import { type MemoryRemedyDesk, memoryRemedyDesk } from './memory-remedy-desk.js';
import { eventually, type Mode, type Scene, says, scene } from './scene.js';

const USERS = [{ name: 'ana' }, { name: 'ben' }, { name: 'cleo' }, { name: 'dora' }];

describe.each<Mode>(['socket', 'http'])('a remedy, over %s', mode => {
  let at: Scene;
  let desk: MemoryRemedyDesk;
  let incident: string;
  let ben: string;
  let cleo: string;
  beforeEach(async () => {
    desk = memoryRemedyDesk(WAITING.request.at + 10);
    desk.offered = OFFERS;
    at = await scene(mode, { remedyDesk: desk, users: USERS });
    desk.announcer = at.adapter.remedyAnnouncer;
    ben = at.workspace.userId('ben');
    cleo = at.workspace.userId('cleo');
    desk.approvers.add(at.ana).add(ben);
    await at.type('/diagnose connection refused on api-1');
    await at.seen(says('connection refused on api-1', 'public'));
    incident = at.desk.only().id;
    await at.desk.answer(incident);
  });
  afterEach(() => at.close());

  const requestBy = (by: string, more: Partial<RemedyRequest> = {}): RemedyRequest =>
    requestOf(
      { ...WAITING, request: { ...WAITING.request, by, needed: 1 }, approvals: [] },
      { incident: { id: incident, run: 1, place: { channel: at.incidents } }, by: { id: by }, createdAt: Date.now() / 1000, ...more },
    );
  const shown = (words = 'Waits for approval'): Promise<MessageState> => at.seen(says(words, 'public'));
  const press = async (user: string, actionId: string, words?: string) => {
    const { message } = await shown(words);
    return at.workspace.people.press({ user, channel: at.incidents, ts: message.ts, actionId });
  };
  const ask = async (more: Partial<RemedyRequest> = {}): Promise<void> => {
    await desk.show(requestBy(at.ana, more));
    await shown();
  };

  test('it is prepared by a button below the answer, and approved by a second person', async () => {
    desk.prepared = requestBy(at.ana);
    const answer = await at.seen(says(ACTION.prepareRemedy, 'public'));
    expect(says('Is not shown')(answer)).toBe(false);
    await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: answer.message.ts, actionId: ACTION.prepareRemedy });
    expect((await at.seen(says('nothing is changed yet', 'ephemeral'))).onlyFor).toBe(at.ana);
    const { message } = await shown();
    expect(message.thread).toBe(answer.message.thread);
    expect(desk.asked).toEqual([['prepare', incident, 1, '0-raise-somaxconn', { id: at.ana }]]);
    expect(await press(ben, ACTION.approveRemedy)).toEqual({ ok: true });
    const approved = await shown('Approved: Raises');
    expect(approved.message.ts).toBe(message.ts);
    expect(desk.asked.at(-1)).toEqual(['approve', 'rem-1234567890abcdef', DIGEST, { id: ben, groups: [] }]);
    for (const action of [ACTION.approveRemedy, ACTION.rejectRemedy]) expect(says(action)(approved)).toBe(false);
    expect(says('$ faultline-root sysctl-set net.core.somaxconn 128 1024')(approved)).toBe(true);
  });

  test('what can’t be prepared is said to the person alone', async () => {
    const answer = await at.seen(says(ACTION.prepareRemedy, 'public'));
    await at.workspace.people.press({ user: ben, channel: at.incidents, ts: answer.message.ts, actionId: ACTION.prepareRemedy });
    expect((await at.seen(says('The host could not be reached', 'ephemeral'))).onlyFor).toBe(ben);
    expect(at.standing().filter(message => JSON.stringify(message).includes('Waits for approval'))).toEqual([]);
  });

  test('what people say of the answer does not take the remedies away', async () => {
    const answer = await at.seen(says(ACTION.prepareRemedy, 'public'));
    const incidentNow = at.desk.only();
    const run = incidentNow.runs[0];
    await at.adapter.announcer.showFeedback(incidentNow, run, await summaryOf('oom-kill'), [
      { incident, run: 1, by: { id: ben }, cause: 'right', at: 1 },
    ]);
    const after = await at.seen(says('✓ Right cause (1)'));
    expect(after.message.ts).toBe(answer.message.ts);
    expect(says(ACTION.prepareRemedy)(after)).toBe(true);
  });

  test('rejected by somebody: nothing is done, and everybody sees by whom', async () => {
    await ask();
    await press(ben, ACTION.rejectRemedy);
    const rejected = await shown('Rejected: Raises');
    expect(says(`"user_id":"${ben}"`)(rejected)).toBe(true);
    expect(says(ACTION.approveRemedy)(rejected)).toBe(false);
  });

  test('whoever asked for it can’t approve it, and a stranger can’t either: told privately', async () => {
    await ask();
    await press(at.ana, ACTION.approveRemedy);
    expect((await at.seen(says('You asked for it: somebody else must approve it.', 'ephemeral'))).onlyFor).toBe(at.ana);
    await press(cleo, ACTION.approveRemedy);
    expect((await at.seen(says('You are not one of those who may approve', 'ephemeral'))).onlyFor).toBe(cleo);
    expect(desk.requests.get('rem-1234567890abcdef')?.state.kind).toBe('requested');
  });

  test('too late, and again by the same person: told privately', async () => {
    await ask({ state: { ...WAITING, request: { ...WAITING.request, by: at.ana }, approvals: [{ by: ben, at: 1 }] } });
    await press(ben, ACTION.approveRemedy);
    await at.seen(says('You have approved it already', 'ephemeral'));
    desk.now = WAITING.request.expiresAt;
    desk.approvers.add(cleo);
    await press(cleo, ACTION.approveRemedy);
    await at.seen(says('The request has expired', 'ephemeral'));
    expect(desk.requests.get('rem-1234567890abcdef')?.state.kind).toBe('requested');
  });

  test('guided: the button has the evidence looked at again, and what is still there is told', async () => {
    await desk.show(requestBy(at.ana, { plan: guidedPlanOf() }));
    await press(cleo, ACTION.verifyRemedy, 'For a person to do');
    await at.seen(says('The queue of port 8080 is still full', 'ephemeral'));
    expect(desk.asked).toEqual([['verifyGuided', 'rem-1234567890abcdef', { id: cleo }]]);
  });

  test('a message that stands in another channel is none', async () => {
    await ask();
    const slot = `${incident}/remedy-rem-1234567890abcdef`;
    const entry = () => at.outbox.all().find(each => each.slot === slot);
    await eventually(() => entry()?.channel === at.incidents, 'the message is noted as delivered');
    await at.outbox.markDelivered(slot, entry()?.version ?? 0, { channel: at.workspace.channelId('general'), ts: entry()?.ts ?? '' });
    await press(ben, ACTION.approveRemedy);
    await at.seen(says('its message is from another channel', 'ephemeral'));
    expect(desk.asked).toEqual([['misplaced', expect.objectContaining({ by: { id: ben }, channel: at.incidents })]]);
  });

  test('/faultline approvals and the App Home show what waits, with a link to its message', async () => {
    await ask();
    await eventually(() => at.outbox.all().some(({ slot, ts }) => slot.endsWith('/remedy-rem-1234567890abcdef') && ts), 'it stands');
    const { message } = await shown();
    const link = `/archives/${at.incidents}/p${message.ts.replace('.', '')}`;
    await at.type('/faultline approvals');
    const list = await at.seen(says('1 remedy waiting for people', 'ephemeral'));
    expect(says(link)(list)).toBe(true);
    await at.workspace.people.openHome(ben);
    const { view } = await at.workspace.journal.waitForView(({ kind }) => kind === 'home');
    expect(JSON.stringify(view)).toContain(link);
    expect(JSON.stringify(view)).toContain('Waits for people');
  });

  test('output that streams in changes the one message', async () => {
    const running = requestBy(at.ana, {
      state: { ...WAITING, kind: 'running', run: 'a'.repeat(32), startedAt: desk.now },
      plan: runPlanOf(),
    });
    await desk.show(running);
    const first = await shown('Being carried out');
    await desk.show({ ...running, output: '128 -> 1024 <!channel>\n' });
    const second = await shown('128 -> 1024 <!channel>');
    expect(second.message.ts).toBe(first.message.ts);
  });
});

/** Id of the workspace's only user group, as an operator would look it up. */
async function groupId({ workspace }: Scene): Promise<string> {
  const answer = await fetch(`${workspace.apiUrl}usergroups.list`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}` },
  });
  const { usergroups } = (await answer.json()) as { readonly usergroups: readonly { readonly id: string }[] };
  return usergroups[0]?.id ?? '';
}

describe('user groups of approvers', () => {
  let at: Scene;
  let desk: MemoryRemedyDesk;
  let ben: string;
  // Its id is known once the workspace has begun.
  let groups: string[];
  beforeEach(async () => {
    groups = [];
    desk = memoryRemedyDesk(WAITING.request.at + 10);
    at = await scene('socket', {
      remedyDesk: desk,
      usergroups: [{ handle: 'approvers', users: ['ben'] }],
      config: { approverGroups: groups },
    });
    desk.announcer = at.adapter.remedyAnnouncer;
    ben = at.workspace.userId('ben');
    await at.type('/diagnose connection refused on api-1');
    await at.seen(says('connection refused on api-1', 'public'));
    const place = { channel: at.incidents };
    await desk.show(
      requestOf({ ...WAITING, approvals: [] }, { incident: { id: at.desk.only().id, run: 1, place }, createdAt: Date.now() / 1000 }),
    );
  });
  afterEach(() => at.close());

  const approve = async (user: string): Promise<unknown> => {
    const { message } = await at.seen(says(ACTION.approveRemedy, 'public'));
    return at.workspace.people.press({ user, channel: at.incidents, ts: message.ts, actionId: ACTION.approveRemedy });
  };

  test('a member may approve, others may not', async () => {
    const id = await groupId(at);
    groups.push(id);
    desk.approverGroup = id;
    await approve(at.workspace.userId('cleo'));
    await at.seen(says('You are not one of those who may approve', 'ephemeral'));
    await approve(ben);
    await at.seen(says('1 of 2 approvals given', 'public'));
    expect(desk.asked.at(-1)).toEqual(['approve', 'rem-1234567890abcdef', DIGEST, { id: ben, groups: [id] }]);
  });

  test('a group that Slack does not tell of has no members, and that is said', async () => {
    groups.push('S0UNKNOWN');
    desk.approverGroup = 'S0UNKNOWN';
    await approve(ben);
    await at.seen(says('Slack does not say at present who belongs to S0UNKNOWN', 'ephemeral'));
    expect(desk.requests.get('rem-1234567890abcdef')?.state).toMatchObject({ kind: 'requested', approvals: [] });
  });
});

test('offers that can’t be looked up do not hold up an answer', async () => {
  const desk = memoryRemedyDesk(0);
  desk.offered = 'broken';
  const at = await scene('socket', { remedyDesk: desk });
  await at.type('/diagnose connection refused on api-1');
  await at.seen(says('connection refused on api-1', 'public'));
  await at.desk.answer(at.desk.only().id);
  const answer = await at.seen(says('Right cause', 'public'));
  expect(says(ACTION.prepareRemedy)(answer)).toBe(false);
  await at.close();
});

test('a bot that makes no changes says so on the messages that are left', async () => {
  const at = await scene('socket');
  await at.type('/diagnose connection refused on api-1');
  await at.seen(says('connection refused on api-1', 'public'));
  const place = { channel: at.incidents };
  await at.adapter.remedyAnnouncer.showRemedy(
    requestOf(WAITING, { incident: { id: at.desk.only().id, run: 1, place }, createdAt: Date.now() / 1000 }),
  );
  const { message } = await at.seen(says(ACTION.rejectRemedy, 'public'));
  await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: message.ts, actionId: ACTION.rejectRemedy });
  await at.seen(says('makes no changes at present', 'ephemeral'));
  await at.type('/faultline approvals');
  await at.seen(says('Nothing waits for approval', 'ephemeral'));
  await at.close();
});
