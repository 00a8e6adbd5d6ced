import type { PageMessage, PageState, PageUser } from '../../page-api.js';

/** Who speaks in a message. Another tool goes by its name, and so it is no id. */
export function authorOf(message: Pick<PageMessage, 'user' | 'fromSlackbot'>, { users, bot }: Pick<PageState, 'users' | 'bot'>): PageUser {
  if (message.fromSlackbot) return { id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', isBot: true };
  if (message.user === bot.id) return bot;
  return (
    users.find(({ id }) => id === message.user) ?? {
      id: message.user,
      name: message.user,
      realName: message.user,
      isBot: !/^[UW][A-Z0-9]+$/u.test(message.user),
    }
  );
}

/** The name that stands above a message. */
export function shownName({ realName, name }: Pick<PageUser, 'realName' | 'name'>): string {
  return realName || name;
}
