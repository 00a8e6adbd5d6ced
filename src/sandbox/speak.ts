import { typedBlocks, typedText } from './markup.js';
import { postMessage, shortId } from './messages.js';
import type { Channel, User } from './nouns.js';
import type { Accepted, Refused, Say } from './page-api.js';
import { maySee } from './page-view.js';
import { commandPayload } from './payloads.js';
import { respond } from './respond.js';
import type { ResponseTarget } from './response-urls.js';
import { findMessage } from './threads.js';
import type { World } from './world.js';

/** Longest message of a person (Slack's composer). */
const MOST_TYPED = 40_000;
const SLACKBOT = 'USLACKBOT';

export const accepted: Accepted = { ok: true };
export const refused = (says: string): Refused => ({ ok: false, says });

/** Somebody writes: a message, or a slash command. Resolves when the message stands, or the command is acknowledged. */
export async function say(world: World, { user: userId, channel: channelId, thread, text }: Say): Promise<Accepted | Refused> {
  const user = world.users.get(userId);
  const channel = world.channels.get(channelId);
  if (!user || user.isBot) return refused('There is no such person here.');
  if (!channel || !maySee(channel, userId)) return refused('There is no such channel here.');
  if (text.trim() === '') return refused('There is nothing to send.');
  if (text.length > MOST_TYPED) return refused(`This message is too long: ${text.length} characters, and ${MOST_TYPED} is the most.`);
  if (channel.archived) return refused(`#${channel.name} is archived. Nobody can write there any more.`);
  if (text.startsWith('/')) return useCommand(world, user, channel, thread, text);
  if (channel.kind === 'direct' && !world.manifest.messagesTab) return refused('Sending messages to this app has been turned off.');
  const parent = thread === undefined ? undefined : findMessage(world, channelId, thread);
  if (thread !== undefined && !parent) return refused('This thread was deleted.');
  join(world, user, channel);

  const stored = typedText(text, { users: [...world.users.values(), world.bot], channels: world.channels.values() });
  postMessage(world, {
    channel: channelId,
    user: userId,
    from: 'person',
    text: stored,
    thread: parent?.thread ?? thread,
    blocks: typedBlocks(stored, shortId(world)()),
  });
  const mentioned = stored.includes(`<@${world.bot.id}>`);
  if (mentioned && channel.kind !== 'direct' && !channel.members.has(world.bot.id)) {
    const who = channel.kind === 'private' ? 'this private channel' : `#${channel.name}`;
    slackbotSays(
      world,
      user,
      channel,
      `<@${world.bot.id}> is not in ${who} and does not see this. To add it, write /invite @${world.bot.realName}`,
      thread,
    );
  }
  return accepted;
}

/** Only this person sees what Slackbot says. */
function slackbotSays(world: World, user: User, channel: Channel, text: string, thread?: string): Refused {
  postMessage(world, { channel: channel.id, user: SLACKBOT, from: 'slackbot', text, thread, onlyFor: user.id });
  return refused(text);
}

/** Puts somebody into a channel; those who listen hear of it. */
export function join(world: World, user: User, channel: Channel, inviter?: User): void {
  if (channel.members.has(user.id)) return;
  channel.members.add(user.id);
  world.line.event({
    type: 'member_joined_channel',
    user: user.id,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: world.team.id,
    ...(inviter ? { inviter: inviter.id } : {}),
    event_ts: world.ids.ts(),
  });
  world.page.stateChanged();
  world.journal.happened();
}

async function useCommand(
  world: World,
  user: User,
  channel: Channel,
  thread: string | undefined,
  text: string,
): Promise<Accepted | Refused> {
  const [, name = '', rest = ''] = /^(\/\S*)\s*([\s\S]*)$/u.exec(text.trim()) ?? [];
  if (name === '/invite') return invite(world, user, channel, rest);
  const command = world.manifest.commands.find(one => one.command === name);
  if (!command)
    return slackbotSays(
      world,
      user,
      channel,
      `${name} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
      thread,
    );
  // Slack: custom commands cannot be used in threads (docs.slack.dev, slash commands).
  if (thread !== undefined) return slackbotSays(world, user, channel, `${name} is not supported in threads. Sorry!`, thread);

  const target: ResponseTarget = { user: user.id, channel: channel.id };
  const known = { users: [...world.users.values(), world.bot], channels: world.channels.values() };
  const outcome = await world.line.deliver(
    'slash_commands',
    commandPayload(world, {
      user,
      channel,
      command: name,
      text: command.shouldEscape ? typedText(rest, known) : rest,
      responseUrl: world.responseUrls.give(target),
    }),
  );
  switch (outcome.kind) {
    case 'acknowledged': {
      if (!outcome.payload || !('text' in outcome.payload || 'blocks' in outcome.payload || 'attachments' in outcome.payload))
        return accepted;
      const answer = respond(world, target, outcome.payload);
      return answer.ok === true ? accepted : slackbotSays(world, user, channel, `${name} failed with the error "${String(answer.error)}"`);
    }
    case 'timed-out':
      return slackbotSays(world, user, channel, `${name} failed because the app did not respond. (operation_timeout)`);
    case 'failed':
    case 'dropped':
      return slackbotSays(world, user, channel, `${name} failed with the error "dispatch_failed"`);
  }
}

function invite(world: World, user: User, channel: Channel, rest: string): Accepted | Refused {
  const wanted = rest.trim().replace(/^@/u, '').toLowerCase();
  const isBot = [world.bot.name, world.bot.realName, world.bot.id].some(name => name.toLowerCase() === wanted);
  const who = isBot
    ? world.bot
    : [...world.users.values()].find(({ name, realName }) => [name, realName].some(one => one.toLowerCase() === wanted));
  if (!who) return slackbotSays(world, user, channel, `There is nobody called "${rest.trim()}" here.`);
  if (channel.kind === 'direct') return slackbotSays(world, user, channel, 'Nobody can be added to a direct message.');
  join(world, who, channel, user);
  return accepted;
}
