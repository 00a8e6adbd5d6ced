import type { SlackJson } from '../../../src/sandbox/page-api.js';
import { connectSocket } from '../raw-socket.js';
import { call, endAll, startSandbox, text } from '../start-sandbox.js';

afterEach(endAll);

const plain = (words: string) => ({ type: 'plain_text', text: words });
const modal = (title: string, more: SlackJson = {}) => ({ type: 'modal', title: plain(title), blocks: [], ...more });

async function begin() {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  const user = workspace.userId('ana');
  /** Somebody runs a command; gives its trigger. */
  const trigger = async () => {
    const said = workspace.people.say({ user, channel: workspace.channelId('incidents'), text: '/diagnose x' });
    const envelope = await socket.next();
    socket.ack(envelope);
    await said;
    return text(envelope.payload, 'trigger_id');
  };
  return { workspace, user, trigger, socket };
}

test('a trigger opens one modal, within three seconds', async () => {
  const { workspace, user, trigger } = await begin();
  const first = await trigger();
  expect(await call(workspace, 'views.open', { trigger_id: first, view: modal('One') })).toMatchObject({
    ok: true,
    view: { type: 'modal' },
  });
  expect(workspace.people.state(user).modal).toMatchObject({ title: 'One', depth: 0 });
  expect(await call(workspace, 'views.open', { trigger_id: first, view: modal('Two') })).toEqual({
    ok: false,
    error: 'exchanged_trigger_id',
  });
  const second = await trigger();
  workspace.clock.advance(3001);
  expect(await call(workspace, 'views.open', { trigger_id: second, view: modal('Two') })).toEqual({
    ok: false,
    error: 'expired_trigger_id',
  });
  expect(await call(workspace, 'views.open', { trigger_id: '1.2.3', view: modal('Two') })).toEqual({
    ok: false,
    error: 'invalid_trigger_id',
  });
  expect(await call(workspace, 'views.open', { trigger_id: await trigger(), view: modal('x'.repeat(25)) })).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
  });
});

test('an update with an old hash is refused; three modals are the most', async () => {
  const { workspace, user, trigger } = await begin();
  const opened = await call(workspace, 'views.open', { trigger_id: await trigger(), view: modal('One', { external_id: 'e1' }) });
  const [view_id, hash] = [text(opened, 'view', 'id'), text(opened, 'view', 'hash')];
  expect(await call(workspace, 'views.update', { view_id, hash, view: modal('One b', { external_id: 'e1' }) })).toMatchObject({ ok: true });
  expect(await call(workspace, 'views.update', { view_id, hash, view: modal('One c') })).toEqual({ ok: false, error: 'hash_conflict' });
  expect(await call(workspace, 'views.update', { external_id: 'e1', view: modal('One d') })).toMatchObject({ ok: true });
  expect(workspace.people.state(user).modal?.title).toBe('One d');
  expect(await call(workspace, 'views.update', { view_id: 'V1', view: modal('x') })).toEqual({ ok: false, error: 'not_found' });
  for (const title of ['Two', 'Three']) await call(workspace, 'views.push', { trigger_id: await trigger(), view: modal(title) });
  expect(workspace.people.state(user).modal).toMatchObject({ title: 'Three', depth: 2 });
  expect(await call(workspace, 'views.push', { trigger_id: await trigger(), view: modal('Four') })).toEqual({
    ok: false,
    error: 'push_limit_reached',
  });
});

test('a button in a modal sends its view with what was put in', async () => {
  const { workspace, user, trigger, socket } = await begin();
  const blocks = [
    {
      type: 'input',
      block_id: 'w',
      label: plain('Words'),
      element: { type: 'plain_text_input', action_id: 'words', initial_value: 'slow' },
    },
    {
      type: 'actions',
      block_id: 'a',
      elements: [{ type: 'static_select', action_id: 'host', options: [{ text: plain('api-1'), value: 'api-1' }] }],
    },
  ];
  await call(workspace, 'views.open', { trigger_id: await trigger(), view: modal('Ask', { blocks, submit: plain('Go') }) });
  const acted = workspace.people.pressInView({ user, where: 'modal', actionId: 'host', choice: { selected_option: { value: 'api-1' } } });
  const envelope = await socket.next();
  expect(envelope).toMatchObject({
    type: 'interactive',
    payload: {
      type: 'block_actions',
      container: { type: 'view' },
      actions: [{ action_id: 'host', block_id: 'a', type: 'static_select', selected_option: { text: plain('api-1'), value: 'api-1' } }],
      view: {
        state: { values: { w: { words: { value: 'slow' } }, a: { host: { type: 'static_select', selected_option: { value: 'api-1' } } } } },
      },
    },
  });
  socket.ack(envelope);
  expect(await acted).toEqual({ ok: true });
});

test('a home tab is published per person, and its hash is honoured', async () => {
  const { workspace, user } = await begin();
  const home = { type: 'home', blocks: [{ type: 'divider' }] };
  const published = await call(workspace, 'views.publish', { user_id: user, view: home });
  expect(workspace.people.state(user).home?.blocks).toMatchObject([{ type: 'divider' }]);
  expect(workspace.people.state(workspace.userId('ben')).home).toBeUndefined();
  const hash = text(published, 'view', 'hash');
  await call(workspace, 'views.publish', { user_id: user, hash, view: home });
  expect(await call(workspace, 'views.publish', { user_id: user, hash, view: home })).toEqual({ ok: false, error: 'hash_conflict' });
  expect(await call(workspace, 'views.publish', { user_id: 'U1', view: home })).toEqual({ ok: false, error: 'user_not_found' });
});

test('a submission can update, push, clear; an answer that makes no sense or does not come is trouble', async () => {
  const { workspace, user, trigger, socket } = await begin();
  const form = modal('Ask', {
    submit: plain('Go'),
    blocks: [{ type: 'input', block_id: 'w', label: plain('Words'), element: { type: 'plain_text_input', action_id: 'words' } }],
  });
  await call(workspace, 'views.open', { trigger_id: await trigger(), view: form });
  const submit = async (answer: SlackJson) => {
    const submitted = workspace.people.submitModal(user, { words: { value: 'slow' } });
    socket.ack(await socket.next(), answer);
    return submitted;
  };
  expect(await submit({ response_action: 'errors', errors: { nowhere: 'no' } })).toMatchObject({ ok: false, says: expect.any(String) });
  expect(await submit({ response_action: 'errors', errors: { w: 'Too slow.' } })).toEqual({ ok: false, errors: { w: 'Too slow.' } });
  expect(await submit({ response_action: 'update', view: { ...form, title: plain('Again') } })).toEqual({ ok: true });
  expect(workspace.people.state(user).modal?.title).toBe('Again');
  const late = workspace.people.submitModal(user, { words: { value: 'slow' } });
  await socket.next();
  workspace.clock.advance(3000);
  expect(await late).toEqual({ ok: false, says: 'We had some trouble connecting. Try again?' });
  expect(await submit({ response_action: 'push', view: { ...form, title: plain('On top') } })).toEqual({ ok: true });
  expect(await submit({ response_action: 'clear' })).toEqual({ ok: true });
  expect(workspace.people.state(user).modal).toBeUndefined();
});
