import { flagAt, objectAt, objectsAt, textAt, textsAt } from './json.js';
import type { PageCommand, PageShortcut, SlackJson } from './page-api.js';

/** What the workspace needs to know of an app: read from its manifest, as Slack does when the app is created. */
export interface AppManifest {
  readonly name: string;
  readonly botName: string;
  readonly commands: readonly (PageCommand & { readonly shouldEscape: boolean })[];
  readonly shortcuts: readonly PageShortcut[];
  /** Required and optional bot scopes: the sandbox grants them all. */
  readonly scopes: readonly string[];
  /** `app_mention`, `message.im` … */
  readonly events: readonly string[];
  readonly homeTab: boolean;
  /** People may write to the app in its direct message. */
  readonly messagesTab: boolean;
  readonly interactivity: boolean;
}

/** Reads a parsed `manifest.yml`; what is missing is off, as in Slack. */
export function readManifest(manifest: SlackJson): AppManifest {
  const at = (value: SlackJson, key: string) => objectAt(value, key) ?? {};
  const features = at(manifest, 'features');
  const display = at(manifest, 'display_information');
  const settings = at(manifest, 'settings');
  const scopes = at(at(manifest, 'oauth_config'), 'scopes');
  const home = at(features, 'app_home');
  const name = textAt(display, 'name') ?? 'App';
  return {
    name,
    botName: textAt(at(features, 'bot_user'), 'display_name') ?? name,
    commands: objectsAt(features, 'slash_commands').map(command => ({
      command: textAt(command, 'command') ?? '',
      description: textAt(command, 'description') ?? '',
      usageHint: textAt(command, 'usage_hint') ?? '',
      shouldEscape: flagAt(command, 'should_escape'),
    })),
    shortcuts: objectsAt(features, 'shortcuts').map(shortcut => ({
      callbackId: textAt(shortcut, 'callback_id') ?? '',
      name: textAt(shortcut, 'name') ?? '',
      kind: textAt(shortcut, 'type') === 'message' ? 'message' : 'global',
    })),
    scopes: [...textsAt(scopes, 'bot'), ...textsAt(scopes, 'bot_optional')],
    events: textsAt(at(settings, 'event_subscriptions'), 'bot_events'),
    homeTab: flagAt(home, 'home_tab_enabled'),
    messagesTab: flagAt(home, 'messages_tab_enabled') && !flagAt(home, 'messages_tab_read_only_enabled'),
    interactivity: flagAt(at(settings, 'interactivity'), 'is_enabled'),
  };
}
