import { objectAt, textAt } from './json.js';
import type { SlackJson } from './page-api.js';
import type { World } from './world.js';

/** What each event needs: the name in the manifest's `bot_events`, and a scope (docs.slack.dev/reference/events). */
interface Need {
  readonly name: string;
  readonly scope: string;
  /** Only for events of a conversation: the bot must be in it. */
  readonly member: boolean;
}

const MESSAGE_KINDS: Readonly<Record<string, Need>> = {
  channel: { name: 'message.channels', scope: 'channels:history', member: true },
  group: { name: 'message.groups', scope: 'groups:history', member: true },
  im: { name: 'message.im', scope: 'im:history', member: true },
};

const OTHERS: Readonly<Record<string, Need>> = {
  app_mention: { name: 'app_mention', scope: 'app_mentions:read', member: true },
  app_home_opened: { name: 'app_home_opened', scope: '', member: false },
  reaction_added: { name: 'reaction_added', scope: 'reactions:read', member: true },
  reaction_removed: { name: 'reaction_removed', scope: 'reactions:read', member: true },
  member_joined_channel: { name: 'member_joined_channel', scope: 'channels:read', member: true },
};

/** Does the bot get this event? */
export function isSubscribed(world: World, event: SlackJson): boolean {
  const type = textAt(event, 'type') ?? '';
  const need = type === 'message' ? MESSAGE_KINDS[textAt(event, 'channel_type') ?? ''] : OTHERS[type];
  if (!need || !world.manifest.events.includes(need.name)) return false;
  if (need.scope !== '' && !world.tokens.scopes.has(need.scope)) return false;
  const channel = textAt(event, 'channel') ?? textAt(objectAt(event, 'item') ?? {}, 'channel') ?? '';
  return !need.member || (world.channels.get(channel)?.members.has(world.bot.id) ?? false);
}

/** The event in its envelope, as Slack sends it: https://docs.slack.dev/apis/events-api (event wrapper). */
export function eventCallback(world: World, event: SlackJson): SlackJson {
  return {
    token: world.app.verificationToken,
    team_id: world.team.id,
    context_team_id: world.team.id,
    context_enterprise_id: null,
    api_app_id: world.app.id,
    event,
    type: 'event_callback',
    event_id: world.ids.next('Ev'),
    event_time: Math.floor(world.clock.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id: world.team.id, user_id: world.bot.id, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${world.ids.secret()}`,
  };
}
