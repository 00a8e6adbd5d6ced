import { messageJson } from './message-json.js';
import { viewJson } from './modals.js';
import type { Channel, Message, User, View } from './nouns.js';
import type { SlackJson } from './page-api.js';
import type { World } from './world.js';

/**
 * What the bot gets when people do something. Shapes: https://docs.slack.dev/reference/interaction-payloads and
 * https://docs.slack.dev/interactivity/implementing-slash-commands, checked against the types of @slack/bolt 5.1.
 */

function channelName(channel: Channel): string {
  return channel.kind === 'direct' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;
}

function from(world: World, user: User): SlackJson {
  return {
    team: { id: world.team.id, domain: world.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: world.team.id },
    api_app_id: world.app.id,
    token: world.app.verificationToken,
    is_enterprise_install: false,
    enterprise: null,
  };
}

export function commandPayload(
  world: World,
  use: { readonly user: User; readonly channel: Channel; readonly command: string; readonly text: string; readonly responseUrl: string },
): SlackJson {
  const { user, channel } = use;
  return {
    token: world.app.verificationToken,
    team_id: world.team.id,
    team_domain: world.team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command: use.command,
    text: use.text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    response_url: use.responseUrl,
    trigger_id: world.triggers.give(user.id, channel.id),
  };
}

export function messageActionPayload(
  world: World,
  use: {
    readonly user: User;
    readonly channel: Channel;
    readonly message: Message;
    readonly action: SlackJson;
    readonly state: SlackJson;
    readonly responseUrl: string;
  },
): SlackJson {
  const { user, channel, message } = use;
  const isEphemeral = message.onlyFor !== undefined;
  return {
    type: 'block_actions',
    ...from(world, user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    },
    trigger_id: world.triggers.give(user.id, channel.id),
    channel: { id: channel.id, name: channelName(channel) },
    // Of an ephemeral message Slack keeps nothing that it could send.
    ...(isEphemeral ? {} : { message: messageJson(world, message) }),
    state: { values: use.state },
    response_url: use.responseUrl,
    actions: [use.action],
  };
}

export function viewActionPayload(world: World, use: { readonly user: User; readonly view: View; readonly action: SlackJson }): SlackJson {
  return {
    type: 'block_actions',
    ...from(world, use.user),
    container: { type: 'view', view_id: use.view.id },
    trigger_id: world.triggers.give(use.user.id, undefined),
    view: viewJson(world, use.view),
    actions: [use.action],
  };
}

export function submissionPayload(world: World, user: User, view: View, responseUrls: readonly SlackJson[]): SlackJson {
  return {
    type: 'view_submission',
    ...from(world, user),
    trigger_id: world.triggers.give(user.id, undefined),
    view: viewJson(world, view),
    response_urls: responseUrls,
  };
}

export function closedPayload(world: World, user: User, view: View, isCleared: boolean): SlackJson {
  return { type: 'view_closed', ...from(world, user), view: viewJson(world, view), is_cleared: isCleared };
}

export function globalShortcutPayload(world: World, user: User, callbackId: string): SlackJson {
  return {
    type: 'shortcut',
    ...from(world, user),
    action_ts: world.ids.ts(),
    callback_id: callbackId,
    trigger_id: world.triggers.give(user.id, undefined),
  };
}

export function messageShortcutPayload(
  world: World,
  use: {
    readonly user: User;
    readonly channel: Channel;
    readonly message: Message;
    readonly callbackId: string;
    readonly responseUrl: string;
  },
): SlackJson {
  return {
    type: 'message_action',
    ...from(world, use.user),
    action_ts: world.ids.ts(),
    channel: { id: use.channel.id, name: channelName(use.channel) },
    callback_id: use.callbackId,
    trigger_id: world.triggers.give(use.user.id, use.channel.id),
    response_url: use.responseUrl,
    message_ts: use.message.ts,
    message: messageJson(world, use.message),
  };
}
