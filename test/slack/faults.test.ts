import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { ACTION } from '../../src/slack/action-ids.js';
import { eventually, type Mode, type Scene, type SceneOptions, says, scene } from './scene.js';

let at: Scene;
const begin = async (mode: Mode, options: SceneOptions = {}): Promise<Scene> => {
  at = await scene(mode, options);
  return at;
};
afterEach(() => at.close());

const DIAGNOSE = '/diagnose connection refused on api-1';
const card = (): Promise<unknown> => at.seen(says('connection refused on api-1', 'public'));

/** Opens an incident and brings it to the answer; says how many messages of the bot stand then. */
async function diagnosed(): Promise<number> {
  await at.type(DIAGNOSE);
  await card();
  await at.desk.answer(at.desk.only().id);
  await at.seen(says('Right cause'));
  return at.standing().length;
}

describe('the connection', () => {
  test('Slack is down at start: the bot keeps trying, says so, and works as soon as Slack is back', async () => {
    await begin('socket', { started: false });
    at.workspace.faults.unreachable();
    const started = at.adapter.start();
    await eventually(() => at.adapter.health().says.length > 0, 'a trouble');
    expect(at.adapter.health()).toMatchObject({ state: 'starting', says: [expect.stringContaining('reached')] });
    at.workspace.faults.reachable();
    await started;
    expect(await diagnosed()).toBe(2);
  });

  test.each([
    ['Slack asks politely for a new one', () => at.workspace.faults.requestRefresh()],
    ['it is cut', () => void at.workspace.faults.dropSockets()],
  ])('%s: a new one is made at once, and commands go on', async (_, fault) => {
    await begin('socket');
    await eventually(() => at.adapter.health().state === 'up', 'both lines');
    const before = at.workspace.journal.calls('apps.connections.open').length;
    fault();
    await at.workspace.journal.waitFor(() => at.workspace.journal.calls('apps.connections.open').length >= before + 2, 3_000);
    await eventually(() => at.adapter.health().state === 'up', 'up');
    expect(await diagnosed()).toBe(2);
  });

  test('the app token is refused while it reconnects: the process lives, and health says what to do', async () => {
    await begin('socket');
    await eventually(() => at.adapter.health().state === 'up', 'both lines');
    at.workspace.faults.revokeAppToken();
    at.workspace.faults.dropSockets();
    await eventually(() => at.adapter.health().state === 'down', 'down');
    await eventually(() => at.adapter.health().says.some(said => said.includes('slack.app_token')), 'the remedy');
  });

  test('Slack becomes unreachable in mid-diagnosis: the answer stands once when it is back', async () => {
    await begin('socket');
    await at.type(DIAGNOSE);
    await card();
    await at.workspace.journal.waitFor(() => at.standing().length === 2);
    at.workspace.faults.unreachable();
    await at.desk.answer(at.desk.only().id);
    await eventually(() => at.adapter.health().state === 'down', 'down');
    at.workspace.faults.reachable();
    await at.seen(says('Right cause'));
    expect(at.standing()).toHaveLength(2);
    await eventually(() => at.adapter.health().state === 'up', 'up');
  }, 30_000);

  test('http: the port is taken: start says which, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await begin('http', { started: false, config: { way: { mode: 'http', signingSecret: 'x'.repeat(32), port } } });
    await expect(at.adapter.start()).rejects.toThrow(/http\.listen/u);
    other.close();
  });

  test('http: a request with a wrong signature is not listened to', async () => {
    await begin('http');
    const body = new URLSearchParams({ command: '/diagnose', text: 'connection refused on api-1' });
    const answer = await fetch(`http://127.0.0.1:${at.adapter.port()}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)) },
    });
    expect(answer.status).toBe(401);
    expect(at.desk.incidents.size).toBe(0);
  });

  test('http: before the start the handler says 503, so that Slack sends events again', async () => {
    await begin('http', { started: false });
    const server = createHttpServer((request, response) => void at.adapter.handler(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const answer = await fetch(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/slack/events`, {
      method: 'POST',
    });
    expect(answer.status).toBe(503);
    await new Promise(resolve => server.close(resolve));
  });

  test('http without a port of its own: a server of somebody else takes Slack’s requests, and stops with nothing left open', async () => {
    await begin('http', { started: false, withoutPort: true });
    const server = createHttpServer((request, response) => void at.adapter.handler(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    await at.adapter.start();
    expect(at.adapter.port()).toBeUndefined();
    await at.workspace.setRequestUrl(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/slack/events`);
    await diagnosed();
    await at.adapter.stop(1_000);
    expect(
      (await fetch(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/slack/events`, { method: 'POST' }))
        .status,
    ).toBe(503);
    await new Promise(resolve => server.close(resolve));
  });
});

describe.each<Mode>(['socket', 'http'])('over %s', mode => {
  test('a delivery that comes twice opens one incident', async () => {
    await begin(mode);
    at.workspace.faults.duplicateNext();
    expect(await diagnosed()).toBe(2);
    expect(at.desk.signals.size).toBe(1);
  });

  test('a mention that is delivered twice opens one incident', async () => {
    await begin(mode);
    at.workspace.faults.duplicateNext();
    await at.type('@Faultline connection refused on api-1');
    await card();
    await eventually(() => at.logger.lines.some(({ says: said }) => said.includes('already taken care of')), 'the second delivery');
    expect(at.desk.incidents.size).toBe(1);
  });

  test('the same command twice at once opens one incident, and the person hears why', async () => {
    await begin(mode);
    await Promise.all([at.type(DIAGNOSE), at.type(DIAGNOSE)]);
    await card();
    await at.seen(says('already on it', 'ephemeral'));
    expect(at.desk.incidents.size).toBe(1);
  });

  test('the same again after the answer opens a new one, and after a refusal is refused again', async () => {
    await begin(mode);
    expect(await diagnosed()).toBe(2);
    await at.type(DIAGNOSE);
    await eventually(() => at.desk.incidents.size === 2, 'a second incident');
    for (const count of [1, 2]) {
      await at.type('/diagnose bad on nowhere');
      const refusals = () => at.workspace.journal.messages().filter(says('is no host of the inventory', 'ephemeral'));
      await at.workspace.journal.waitFor(() => refusals().length === count);
    }
    expect(at.workspace.journal.messages().some(says('already on it'))).toBe(false);
  });

  test('the same by two people opens two', async () => {
    await begin(mode);
    await Promise.all([at.type(DIAGNOSE), at.type(DIAGNOSE, { user: at.workspace.userId('ben') })]);
    await eventually(() => at.desk.incidents.size === 2, 'two incidents');
  });
});

describe('messages', () => {
  test.each([
    ['429', () => at.workspace.faults.next('chat.postMessage', { kind: 'rate-limited', retryAfter: 1 })],
    ['a post that Slack took and whose answer was lost', () => at.workspace.faults.next('chat.postMessage', { kind: 'answer-lost' })],
    ['a post that was cut', () => at.workspace.faults.next('chat.postMessage', { kind: 'cut' })],
    ['HTTP 500 on a post', () => at.workspace.faults.next('chat.postMessage', { kind: 'status', status: 500 })],
    ['HTTP 503 on a change', () => at.workspace.faults.next('chat.update', { kind: 'status', status: 503 })],
    ['a change whose answer was lost', () => at.workspace.faults.next('chat.update', { kind: 'answer-lost' })],
    ['Slack’s internal_error on a post', () => at.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'internal_error' })],
  ])('%s: everything stands, once', async (_, fault) => {
    await begin('socket');
    fault();
    expect(await diagnosed()).toBe(2);
  });

  test('users.info does not answer: the card is there all the same', async () => {
    await begin('socket');
    at.workspace.faults.next('users.info', { kind: 'hang' }, 5);
    await at.type(DIAGNOSE);
    const posted = await at.seen(says('connection refused on api-1', 'public'));
    const [delivery] = at.workspace.journal.deliveries();
    expect(posted.at - (delivery?.at ?? 0)).toBeLessThan(1_000);
  });

  test('the channel’s turn takes long: the person hears at once that somebody is looking', async () => {
    await begin('socket');
    at.workspace.faults.next('chat.postMessage', { kind: 'rate-limited', retryAfter: 3 });
    await at.type(DIAGNOSE);
    await at.seen(says('I am looking', 'ephemeral'));
    await card();
  });

  test('the response URL is used up: the refusal comes another way', async () => {
    await begin('socket');
    at.workspace.faults.next('response_url', { kind: 'status', status: 404 }, 5);
    await at.type('/diagnose bad on nowhere');
    const said = await at.seen(says('is no host of the inventory', 'ephemeral'));
    expect(said.onlyFor).toBe(at.ana);
    expect(at.workspace.journal.calls('chat.postEphemeral')).toHaveLength(1);
  });

  test('the answer is deleted by a user before it is there: it is posted anew, in the thread', async () => {
    await begin('socket');
    await at.type(DIAGNOSE);
    await card();
    const progress = await at.workspace.journal.waitFor(() => at.standing().find(({ thread }) => thread !== undefined));
    at.workspace.faults.deleteMessage(at.incidents, progress.ts);
    await at.desk.answer(at.desk.only().id);
    const answer = await at.seen(says('Right cause'));
    expect(answer.message).toMatchObject({ thread: progress.thread });
    expect(answer.message.ts).not.toBe(progress.ts);
  });

  test('the channel is archived in mid-diagnosis: the asker gets the answer directly', async () => {
    await begin('socket');
    await at.type(DIAGNOSE);
    await card();
    await at.workspace.journal.waitFor(() => at.standing().length === 2);
    at.workspace.faults.archive(at.incidents);
    await at.desk.answer(at.desk.only().id);
    const answer = await at.seen(says('Right cause'));
    expect(answer.message.channel).toBe(at.workspace.people.directMessage(at.ana));
    expect(JSON.stringify(answer.message.blocks)).toContain('is archived');
  });

  test('the bot is in no private channel: the asker gets everything directly, and is told how to invite it', async () => {
    await begin('socket', {
      channels: [{ name: 'incidents' }, { name: 'secret', kind: 'private', botIsMember: false }],
    });
    const secret = at.workspace.channelId('secret');
    await at.type(DIAGNOSE, { channel: secret });
    const direct = await at.seen(says('connection refused on api-1', 'public'));
    expect(direct.message.channel).toBe(at.workspace.people.directMessage(at.ana));
    expect(JSON.stringify(direct.message.blocks)).toContain('/invite @Faultline');
  });

  test('the bot is not in a public channel: it answers there all the same', async () => {
    await begin('socket');
    const general = at.workspace.channelId('general');
    await at.type(DIAGNOSE, { channel: general });
    expect(await at.seen(says('connection refused on api-1', 'public'))).toMatchObject({ message: { channel: general } });
  });

  test('a form that Slack refuses: the words go out', async () => {
    await begin('socket');
    at.workspace.faults.next('chat.update', { kind: 'error', error: 'msg_blocks_too_long' });
    await at.type(DIAGNOSE);
    await card();
    await at.workspace.journal.waitFor(() => at.standing().length === 2);
    const { id } = at.desk.only();
    await at.desk.answer(id);
    await eventually(() => at.outbox.all().every(({ version, delivered }) => version === delivered), 'everything delivered');
    expect(JSON.stringify(at.standing())).toContain('Root cause');
  });

  test('the token is revoked and mended: nothing is lost', async () => {
    await begin('socket');
    at.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'token_revoked' });
    await at.type(DIAGNOSE);
    await eventually(() => at.adapter.health().state === 'down', 'down');
    expect(at.adapter.health().says.join(' ')).toContain('faultline doctor');
    expect(at.outbox.all().every(({ abandoned }) => abandoned === undefined)).toBe(true);
  });

  test('the file cannot be uploaded: the person hears it and can press again', async () => {
    await begin('socket');
    expect(await diagnosed()).toBe(2);
    const answer = at.standing().find(({ thread }) => thread !== undefined);
    const press = () =>
      at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: answer?.ts ?? '', actionId: ACTION.showEverything });
    at.workspace.faults.next('files.getUploadURLExternal', { kind: 'error', error: 'storage_limit_reached' });
    await press();
    await at.seen(says('did not take the file', 'ephemeral'));
    await press();
    await at.seen(({ message }) => message.files.length > 0);
  });
});

describe('stopping', () => {
  test('a listener under way may end, and its message goes out or stays wanted', async () => {
    await begin('socket');
    let read = (): void => {};
    at.desk.readingTakes = new Promise(resolve => {
      read = resolve;
    });
    await at.type(DIAGNOSE);
    await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    const stopped = at.adapter.stop(5_000);
    read();
    await stopped;
    expect(at.desk.incidents.size).toBe(1);
    expect(at.outbox.all().length).toBeGreaterThan(0);
    expect(at.adapter.health().state).toBe('stopped');
  });

  test('a listener that never ends is left behind after the deadline', async () => {
    await begin('socket');
    at.desk.readingTakes = new Promise(() => {});
    await at.type(DIAGNOSE);
    await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    await at.adapter.stop(300);
    expect(at.logger.lines.some(({ says: said }) => said.includes('still running'))).toBe(true);
  });

  test('stopping while Slack is down ends the start', async () => {
    await begin('socket', { started: false });
    at.workspace.faults.unreachable();
    const started = at.adapter.start();
    await eventually(() => at.adapter.health().says.length > 0, 'a trouble');
    await at.adapter.stop(1_000);
    await started;
  });
});

describe('who may ask', () => {
  test('somebody who is not on the list is refused, to that person alone, and nothing is opened', async () => {
    await begin('socket', { config: { askers: { users: ['U00000099'], groups: [] } } });
    await at.type(DIAGNOSE);
    expect((await at.seen(says('slack.askers', 'ephemeral'))).onlyFor).toBe(at.ana);
    expect(at.desk.incidents.size).toBe(0);
    expect(at.standing()).toEqual([]);
  });
});
