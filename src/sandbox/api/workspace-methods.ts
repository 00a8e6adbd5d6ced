import { isObject, textAt } from '../json.js';
import { checkMessage } from '../limits/message.js';
import { checkView } from '../limits/view.js';
import type { User } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal } from '../refusal.js';
import type { World } from '../world.js';
import { type MethodTable, requiredText } from './method.js';
import { pageOf } from './page-of.js';

function userJson(world: World, user: User): SlackJson {
  const email = world.tokens.scopes.has('users:read.email') && !user.isBot ? { email: user.email } : {};
  return {
    id: user.id,
    team_id: world.team.id,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile: { real_name: user.realName, display_name: user.name, ...email },
    is_admin: false,
    is_owner: false,
    is_bot: user.isBot,
    is_app_user: false,
  };
}

/** Who is there: auth, team, users, groups; and the check of blocks. */
export const workspaceMethods: MethodTable = {
  'auth.test': {
    token: 'bot',
    tier: 'special',
    scopes: [],
    run: ({ world }) => ({
      url: `${world.origin()}/`,
      team: world.team.name,
      user: world.bot.name,
      team_id: world.team.id,
      user_id: world.bot.id,
      bot_id: world.app.botId,
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    token: 'bot',
    tier: 't3',
    scopes: ['team:read'],
    run: ({ world }) => ({ team: { ...world.team, email_domain: '', icon: {} } }),
  },
  'users.info': {
    token: 'bot',
    tier: 't4',
    scopes: ['users:read'],
    run: ({ world, args }) => {
      const id = requiredText(args, 'user');
      const user = id === world.bot.id ? world.bot : world.users.get(id);
      if (!user) throw new Refusal('user_not_found');
      return { user: userJson(world, user) };
    },
  },
  'users.list': {
    token: 'bot',
    tier: 't2',
    scopes: ['users:read'],
    run: ({ world, args }) => {
      const { items, next } = pageOf([...world.users.values(), world.bot], args, 200);
      return { members: items.map(user => userJson(world, user)), response_metadata: { next_cursor: next } };
    },
  },
  'users.lookupByEmail': {
    token: 'bot',
    tier: 't3',
    scopes: ['users:read.email'],
    run: ({ world, args }) => {
      const email = requiredText(args, 'email').toLowerCase();
      const user = [...world.users.values()].find(one => one.email.toLowerCase() === email);
      if (!user) throw new Refusal('users_not_found');
      return { user: userJson(world, user) };
    },
  },
  'usergroups.list': {
    token: 'bot',
    tier: 't2',
    scopes: ['usergroups:read'],
    run: ({ world }) => ({
      usergroups: [...world.usergroups.values()].map(({ id, handle, name, users }) => ({
        id,
        handle,
        name,
        team_id: world.team.id,
        user_count: users.length,
      })),
    }),
  },
  'usergroups.users.list': {
    token: 'bot',
    tier: 't2',
    scopes: ['usergroups:read'],
    run: ({ world, args }) => {
      const group = world.usergroups.get(requiredText(args, 'usergroup'));
      if (!group) throw new Refusal('no_such_subteam');
      return { users: group.users };
    },
  },
  'blocks.validate': {
    token: 'none',
    tier: 'special',
    scopes: [],
    run: ({ args }) => {
      const given = ['blocks', 'view', 'message'].filter(key => args[key] !== undefined);
      if (given.length !== 1) throw new Refusal('invalid_arguments');
      const { view, message, blocks } = args;
      const violation = isObject(view)
        ? checkView(view, textAt(view, 'type') === 'home' ? 'home' : 'modal')
        : checkMessage(isObject(message) ? message : { blocks });
      if (violation)
        throw new Refusal('invalid_blocks', { errors: violation.problems.map(({ pointer, says }) => ({ pointer, message: says })) });
      return {};
    },
  },
};
