import { WebClient } from '@slack/web-api';
import { type Askers, People } from '../../src/slack/people.js';
import { loggerForSlack } from '../../src/slack/slack-logger.js';
import { fakeTiming } from './fake-timing.js';
import { memoryLogger } from './memory-logger.js';

const HOME = { team: 'T00000001' };

function bench(
  answer: (method: string, asked: number) => object | 'hang' | 'fail',
  askers: Askers = { users: [], groups: [] },
  home: object = HOME,
) {
  const timing = fakeTiming();
  const logger = memoryLogger();
  let asked = 0;
  const client = new WebClient('xoxb-test', {
    logger: loggerForSlack(logger, 'test'),
    retryConfig: { retries: 0 },
    fetch: async url => {
      const given = answer(String(url).split('/').at(-1) ?? '', ++asked);
      if (given === 'hang') return new Promise(() => {});
      if (given === 'fail') throw new TypeError('fetch failed');
      return new Response(JSON.stringify({ ok: true, ...given }));
    },
  });
  const people = new People({ client, home: () => ({ ...HOME, ...home }), askers, timing, logger });
  return { people, timing, asked: () => asked, logger };
}

const user = (more: object = {}) => ({ user: { id: 'U1', team_id: 'T00000001', ...more } });
const ana = { user: 'U1', team: 'T00000001' };

test('a member is welcome, and Slack is asked once in ten minutes', async () => {
  const { people, asked, timing } = bench(() => user());
  expect(await people.admit(ana)).toEqual({ kind: 'welcome' });
  await people.admit(ana);
  expect(asked()).toBe(1);
  await timing.advance(10 * 60_000);
  await people.admit(ana);
  expect(asked()).toBe(2);
});

test.each([
  ['a guest of several channels', { is_restricted: true }, /Guests/],
  ['a guest of one channel', { is_ultra_restricted: true }, /Guests/],
  ['a deactivated person', { deleted: true }, /deactivated/],
  ['a bot', { is_bot: true }, /not bots/],
  ['a stranger by profile', { is_stranger: true }, /people of the workspace/],
  ['a person of another workspace by profile', { team_id: 'T00000009' }, /people of the workspace/],
])('%s is refused kindly', async (_, more, why) => {
  const { people } = bench(() => user(more));
  expect(await people.admit(ana)).toEqual({ kind: 'refused', why: expect.stringMatching(why) });
});

test('a stranger of a shared channel is refused without asking Slack', async () => {
  const { people, asked } = bench(() => user());
  expect((await people.admit({ user: 'U9', team: 'T00000009' })).kind).toBe('refused');
  expect(asked()).toBe(0);
});

test('another workspace of the same organisation is no stranger', async () => {
  const { people } = bench(() => user({ team_id: 'T00000009', enterprise_user: { enterprise_id: 'E1' } }), undefined, { enterprise: 'E1' });
  expect((await people.admit({ user: 'U9', team: 'T00000009', enterprise: 'E1' })).kind).toBe('welcome');
});

describe('in an organisation, somebody of another workspace whose organisation the payload does not tell', () => {
  const stranger = { user: 'U9', team: 'T00000009' };
  test('is welcome when the profile says it is a sister workspace', async () => {
    const { people } = bench(() => user({ team_id: 'T00000009', enterprise_user: { enterprise_id: 'E1' } }), undefined, {
      enterprise: 'E1',
    });
    expect((await people.admit(stranger)).kind).toBe('welcome');
  });
  test('is refused when it is a stranger, also while Slack does not answer', async () => {
    const known = bench(() => user({ team_id: 'T00000009', is_stranger: true }), undefined, { enterprise: 'E1' });
    expect((await known.people.admit(stranger)).kind).toBe('refused');
    const silent = bench(() => 'fail', undefined, { enterprise: 'E1' });
    expect(await silent.people.admit(stranger)).toEqual({ kind: 'refused', why: expect.stringContaining('Try again') });
  });
});

describe('users.info gives no answer', () => {
  test.each(['hang', 'fail'] as const)('(%s) somebody of the same workspace may look, without waiting', async how => {
    const { people, timing } = bench(() => how);
    const admitted = people.admit(ana);
    await timing.advance(300);
    expect(await admitted).toEqual({ kind: 'welcome' });
  });

  test('a guest stays a guest by what was known before', async () => {
    const { people, timing } = bench((_, asked) => (asked === 1 ? user({ is_restricted: true }) : 'hang'));
    await people.admit(ana);
    await timing.advance(11 * 60_000);
    const admitted = people.admit(ana);
    await timing.advance(300);
    expect((await admitted).kind).toBe('refused');
  });
});

describe('with a list of askers', () => {
  test('those on it are welcome, others are not', async () => {
    const { people } = bench(() => user(), { users: ['U1'], groups: [] });
    expect((await people.admit(ana)).kind).toBe('welcome');
    expect(await people.admit({ ...ana, user: 'U2' })).toEqual({ kind: 'refused', why: expect.stringContaining('slack.askers') });
  });

  test('members of its groups are welcome, and the group is read once', async () => {
    const { people, asked } = bench(method => (method === 'users.info' ? user() : { users: ['U1'] }), { users: [], groups: ['S1'] });
    expect((await people.admit(ana)).kind).toBe('welcome');
    expect((await people.admit(ana)).kind).toBe('welcome');
    expect(asked()).toBe(2);
  });

  test('a group that cannot be read admits nobody', async () => {
    const { people } = bench(method => (method === 'users.info' ? user() : 'fail'), { users: [], groups: ['S1'] });
    expect((await people.admit(ana)).kind).toBe('refused');
  });
});

describe('the groups of approvers that somebody belongs to', () => {
  const GROUPS = { S1: ['U1'], S2: ['U2'] };

  function approvers(answer: (group: string, asked: number) => readonly string[] | 'fail') {
    const timing = fakeTiming();
    let asked = 0;
    const client = new WebClient('xoxb-test', {
      logger: loggerForSlack(memoryLogger(), 'test'),
      retryConfig: { retries: 0 },
      fetch: async (_, init) => {
        const users = answer(new URLSearchParams(String(init?.body)).get('usergroup') ?? '', ++asked);
        if (users === 'fail') throw new TypeError('fetch failed');
        return new Response(JSON.stringify({ ok: true, users }));
      },
    });
    const options = { client, home: () => HOME, askers: { users: [], groups: [] }, timing, logger: memoryLogger() };
    return { people: new People({ ...options, approvers: ['S1', 'S2'] }), timing, asked: () => asked, options };
  }

  test('are asked from Slack, and for half a minute not again', async () => {
    const { people, timing, asked } = approvers(group => GROUPS[group as keyof typeof GROUPS]);
    expect(await people.groupsOf('U1')).toEqual({ groups: ['S1'], unread: [] });
    expect(await people.groupsOf('U2')).toEqual({ groups: ['S2'], unread: [] });
    expect(asked()).toBe(2);
    await timing.advance(30_000);
    expect(await people.groupsOf('U3')).toEqual({ groups: [], unread: [] });
    expect(asked()).toBe(4);
  });

  test('what Slack does not tell is no belonging, even when it was one before', async () => {
    const { people, timing } = approvers((group, asked) => (group === 'S1' && asked > 2 ? 'fail' : ['U1']));
    expect(await people.groupsOf('U1')).toEqual({ groups: ['S1', 'S2'], unread: [] });
    await timing.advance(30_000);
    expect(await people.groupsOf('U1')).toEqual({ groups: ['S2'], unread: ['S1'] });
  });

  test('none are asked for when no group may approve', async () => {
    const { options, asked } = approvers(() => 'fail');
    expect(await new People(options).groupsOf('U1')).toEqual({ groups: [], unread: [] });
    expect(asked()).toBe(0);
  });
});
