import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { ACTION, VIEW } from '../../src/slack/action-ids.js';
import { registerListeners } from '../../src/slack/listeners/register.js';
import { METHOD_SCOPES, NEEDED_SCOPES, OPTIONAL_SCOPES } from '../../src/slack/scopes.js';
import type { ListenerTools } from '../../src/slack/tools.js';
import { MANIFEST } from './scene.js';

const SOURCES = fileURLToPath(new URL('../../src/slack', import.meta.url));
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts') && name !== 'scopes.ts')
  .map(name => readFileSync(join(SOURCES, name), 'utf8'));

/** What the code registers, by asking it. */
function registered(): Readonly<Record<'command' | 'shortcut' | 'view' | 'action' | 'event', string[]>> {
  const names = { command: [], shortcut: [], view: [], action: [], event: [] } as Record<
    'command' | 'shortcut' | 'view' | 'action' | 'event',
    string[]
  >;
  const keep =
    (kind: keyof typeof names) =>
    (what: unknown): void => {
      const name = typeof what === 'string' ? what : Object.entries(what ?? {}).find(([key]) => key.endsWith('_id'))?.[1];
      names[kind].push(String(name));
    };
  const app = { command: keep('command'), shortcut: keep('shortcut'), view: keep('view'), action: keep('action'), event: keep('event') };
  registerListeners(app, {} as ListenerTools);
  return names;
}

/** Methods of the Web API in the code: `client.chat.update(`, `clients.views.views.open(`. */
const methodsUsed = new Set(
  sources.flatMap(text => [
    ...[...text.matchAll(/\.(chat|views|users|conversations|files|auth|apps\.connections|usergroups\.users)\s*\.(\w+)\(/gu)].map(
      ([, family, name]) => `${family}.${name}`,
    ),
    // Bolt's socket client opens its connections itself.
    ...(text.includes('SocketModeReceiver(') ? ['apps.connections.open'] : []),
  ]),
);

const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();
const { features, oauth_config, settings, display_information } = MANIFEST;
const { bot, bot_optional } = oauth_config.scopes;

describe('the manifest and the code say the same', () => {
  const names = registered();

  test('commands', () => {
    expect(sorted(names.command)).toEqual(sorted(features.slash_commands.map((each: { command: string }) => each.command)));
  });

  test('shortcuts', () => {
    expect(sorted(names.shortcut)).toEqual(sorted(features.shortcuts.map((each: { callback_id: string }) => each.callback_id)));
  });

  test('events', () => {
    expect(sorted(names.event)).toEqual(sorted(settings.event_subscriptions.bot_events));
  });

  test('buttons and modals: each id is listened to exactly once', () => {
    expect(sorted(names.action)).toEqual(sorted(Object.values(ACTION)));
    expect(sorted(names.view)).toEqual(sorted(Object.values(VIEW)));
    for (const list of Object.values(names)) expect(new Set(list).size).toBe(list.length);
  });

  test('every method that the code calls is in the table of scopes, and the other way round', () => {
    expect(sorted(methodsUsed)).toEqual(sorted(Object.keys(METHOD_SCOPES)));
  });

  test('every scope of the manifest is used, and every method has one', () => {
    const all: readonly string[] = [...bot, ...bot_optional];
    // What is no method's: hearing mentions and commands.
    const used = new Set(['app_mentions:read', 'commands', ...Object.values(METHOD_SCOPES).flat()]);
    expect(sorted(used)).toEqual(sorted(all));
    expect(sorted(bot)).toEqual(sorted(Object.keys(NEEDED_SCOPES)));
    expect(sorted(bot_optional)).toEqual(sorted(Object.keys(OPTIONAL_SCOPES)));
  });

  test('Socket Mode is what it describes, and every scope has its reason', () => {
    expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
    const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
    for (const scope of [...bot, ...bot_optional]) expect(text).toMatch(new RegExp(`- ${scope} # \\S`, 'u'));
  });
});

test('it keeps Slack’s limits (slack.md §2.1)', () => {
  expect(display_information.name.length).toBeLessThanOrEqual(35);
  expect(display_information.description.length).toBeLessThanOrEqual(140);
  expect(display_information.long_description.length).toBeGreaterThanOrEqual(175);
  expect(display_information.long_description.length).toBeLessThanOrEqual(4000);
  expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  for (const { command, description, usage_hint } of features.slash_commands) {
    expect(command).toMatch(/^\/[a-z]{1,31}$/u);
    expect(description.length).toBeLessThanOrEqual(2000);
    expect(usage_hint.length).toBeLessThanOrEqual(1000);
  }
  for (const { name, description, callback_id } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
    expect(callback_id.length).toBeLessThanOrEqual(255);
  }
});

// Slack's own schema stays where it is (its licence, its updates): it is asked where it is at hand.
const SCHEMAS = ['1.0.0', '2.0.0']
  .map(version => join(process.cwd(), '..', 'shared', 'schemas', `manifest.schema.${version}.json`))
  .filter(path => existsSync(path));
for (const path of SCHEMAS)
  test(`${path} takes it`, () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const check = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
    expect([check(MANIFEST), check.errors]).toEqual([true, null]);
    const wrong = structuredClone(MANIFEST);
    wrong.features.shortcuts[0].name = 'x'.repeat(25);
    expect(check(wrong)).toBe(false);
  });
