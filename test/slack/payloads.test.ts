import { readAction, readCommand, readHomeOpened, readMention, readShortcut, readSubmission } from '../../src/slack/payloads.js';

const person = { id: 'U00000001', username: 'ana', team_id: 'T00000001' };

test('a command: who, where, what, and from which workspace', () => {
  const body = {
    token: 'x',
    command: '/diagnose',
    text: 'connection refused on api-1',
    user_id: 'U00000001',
    team_id: 'T00000001',
    enterprise_id: 'E00000001',
    channel_id: 'C00000001',
    trigger_id: '1.2.abc',
    response_url: 'http://127.0.0.1/x',
  };
  expect(readCommand(body)).toEqual({
    caller: { user: 'U00000001', team: 'T00000001', enterprise: 'E00000001' },
    text: 'connection refused on api-1',
    channel: 'C00000001',
    trigger: '1.2.abc',
  });
  expect(() => readCommand({ ...body, channel_id: '../etc' })).toThrow();
});

describe('a mention', () => {
  const event = {
    type: 'app_mention',
    user: 'U00000001',
    text: '<@U9> refused',
    ts: '1700000000.000100',
    channel: 'C00000001',
    team: 'T00000001',
  };
  test('in a thread keeps the thread', () => {
    const read = readMention({ event_id: 'Ev1', event: { ...event, thread_ts: '1699999999.000100' } });
    expect(read).toMatchObject({ event: 'Ev1', thread: '1699999999.000100', caller: { user: 'U00000001', team: 'T00000001' } });
  });
  test('outside of one has none', () => {
    expect(readMention({ event_id: 'Ev1', event }).thread).toBeUndefined();
  });
  test('by a person of another workspace names that workspace', () => {
    expect(readMention({ event_id: 'Ev1', event: { ...event, user_team: 'T00000009' } }).caller?.team).toBe('T00000009');
  });
  test('by a bot has no caller', () => {
    expect(readMention({ event_id: 'Ev1', event: { ...event, bot_id: 'B00000001' } }).caller).toBeUndefined();
  });
});

test('a shortcut answers in the message’s thread, which the message itself begins when it has none', () => {
  const body = {
    trigger_id: 't',
    user: person,
    team: { id: 'T00000001' },
    channel: { id: 'C00000001' },
    message: { ts: '1700000000.000100', text: 'x' },
  };
  expect(readShortcut(body)).toMatchObject({ thread: '1700000000.000100', message: { text: 'x' } });
  expect(readShortcut({ ...body, message: { ...body.message, thread_ts: '1690000000.000100' } }).thread).toBe('1690000000.000100');
});

describe('a pressed button', () => {
  const body = { trigger_id: 't', user: person, team: { id: 'T00000001' }, actions: [{ action_id: 'a', value: 'inc-1:1' }] };
  test('in a reply belongs to the reply’s thread', () => {
    const message = { ts: '1700000001.000100', thread_ts: '1700000000.000100' };
    expect(readAction({ ...body, channel: { id: 'C00000001' }, message, container: {} })).toEqual({
      caller: { user: 'U00000001', team: 'T00000001' },
      trigger: 't',
      value: 'inc-1:1',
      channel: 'C00000001',
      thread: '1700000000.000100',
    });
  });
  test('in an ephemeral message begins no thread', () => {
    const message = { ts: '1700000001.000100' };
    expect(readAction({ ...body, channel: { id: 'C00000001' }, message, container: { is_ephemeral: true } }).thread).toBeUndefined();
  });
  test('on the App Home has no channel', () => {
    expect(readAction({ ...body, container: { type: 'view' } }).channel).toBeUndefined();
  });
  test('of a stranger in a shared channel does not lend the stranger the organisation of the workspace', () => {
    const { caller } = readAction({
      ...body,
      user: { ...person, team_id: 'T00000009' },
      team: { id: 'T00000001', enterprise_id: 'E00000001' },
    });
    expect(caller).toEqual({ user: 'U00000001', team: 'T00000009' });
  });
  test('of a person of another workspace (Slack Connect) names that workspace', () => {
    expect(readAction({ ...body, user: { ...person, team_id: 'T00000009' } }).caller.team).toBe('T00000009');
  });
});

test('a modal gives what was filled in, by block, without what was left empty', () => {
  const body = {
    user: person,
    team: null,
    view: {
      id: 'V1',
      private_metadata: '{}',
      state: {
        values: {
          port: { a: { type: 'plain_text_input', value: ' 8080 ' } },
          url: { a: { value: null } },
          where: { a: { type: 'static_select', selected_option: { text: {}, value: 'host:api-1' } } },
        },
      },
    },
  };
  expect(readSubmission(body)).toEqual({
    caller: { user: 'U00000001', team: 'T00000001' },
    view: 'V1',
    metadata: '{}',
    values: { port: '8080', where: 'host:api-1' },
  });
});

test('the home tab counts, the messages tab does not', () => {
  expect(readHomeOpened({ event: { user: 'U00000001', tab: 'home' } })).toBe('U00000001');
  expect(readHomeOpened({ event: { user: 'U00000001', tab: 'messages' } })).toBeUndefined();
});
