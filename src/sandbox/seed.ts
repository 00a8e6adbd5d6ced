import type { Ids } from './ids.js';
import type { AppManifest } from './manifest.js';
import type { Channel, User, Usergroup } from './nouns.js';
import type { SeedChannel, SeedUser, SeedUsergroup } from './workspace.js';

const DEFAULT_USERS: readonly SeedUser[] = [
  { name: 'ana', realName: 'Ana Sousa' },
  { name: 'ben', realName: 'Ben Okafor' },
  { name: 'cleo', realName: 'Cleo Lindqvist' },
];

const DEFAULT_CHANNELS: readonly SeedChannel[] = [
  { name: 'incidents', topic: 'What is on fire' },
  { name: 'general', botIsMember: false },
  { name: 'random', botIsMember: false },
];

/** The people, groups and conversations that the workspace starts with. Everybody has a direct message with the bot. */
export function seed(
  ids: Ids,
  manifest: AppManifest,
  now: number,
  wanted: {
    readonly users: readonly SeedUser[] | undefined;
    readonly channels: readonly SeedChannel[] | undefined;
    readonly usergroups: readonly SeedUsergroup[] | undefined;
  },
): {
  readonly bot: User;
  readonly users: readonly User[];
  readonly channels: readonly Channel[];
  readonly usergroups: readonly Usergroup[];
} {
  const users = (wanted.users ?? DEFAULT_USERS).map(({ name, realName, email }) => ({
    id: ids.next('U'),
    name,
    realName: realName ?? name,
    email: email ?? `${name}@sandbox.example`,
    isBot: false,
  }));
  const bot = { id: ids.next('U'), name: manifest.botName.toLowerCase(), realName: manifest.botName, email: '', isBot: true };
  const created = Math.floor(now / 1000);
  const idsOf = (names: readonly string[] | undefined): readonly string[] =>
    users.filter(({ name }) => names === undefined || names.includes(name)).map(({ id }) => id);

  const rooms = (wanted.channels ?? DEFAULT_CHANNELS).map(
    ({ name, kind = 'channel', topic = '', members, botIsMember = true, archived = false }): Channel => ({
      id: ids.next('C'),
      name,
      kind,
      topic,
      archived,
      created,
      members: new Set([...idsOf(members), ...(botIsMember ? [bot.id] : [])]),
    }),
  );
  const direct = users.map(
    (user): Channel => ({
      id: ids.next('D'),
      name: user.name,
      kind: 'direct',
      topic: '',
      archived: false,
      created,
      members: new Set([user.id, bot.id]),
    }),
  );
  const usergroups = (wanted.usergroups ?? []).map(({ handle, name, users: names }) => ({
    id: ids.next('S'),
    handle,
    name: name ?? handle,
    users: idsOf(names),
  }));
  return { bot, users, channels: [...rooms, ...direct], usergroups };
}
