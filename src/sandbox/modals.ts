import { withBlockIds } from './block-ids.js';
import { fullState } from './input-state.js';
import { flagAt, objectsAt, textAt } from './json.js';
import { shortId } from './messages.js';
import type { View } from './nouns.js';
import type { SlackJson } from './page-api.js';
import { openModal, pageView } from './page-view.js';
import type { World } from './world.js';

/** Slack shows at most three modals on top of each other. */
export const MOST_MODALS = 3;

function newHash(world: World): string {
  return `${Math.floor(world.clock.now() / 1000)}.${world.ids.secret().slice(0, 8)}`;
}

function contentOf(world: World, view: SlackJson): SlackJson {
  return { ...view, blocks: withBlockIds(objectsAt(view, 'blocks'), shortId(world)) };
}

function show(world: World, user: string): void {
  const modal = openModal(world, user);
  world.page.send(user, { kind: 'modal', ...(modal ? { modal } : {}) });
}

function note(world: World, kind: 'opened' | 'updated' | 'closed', view: View, depth: number): void {
  world.journal.addView({ kind, user: view.user, view: pageView(view, depth) });
  show(world, view.user);
}

/** Opens a modal on top of those that are open (`push`), or instead of them. */
export function openView(world: World, user: string, view: SlackJson, how: 'open' | 'push'): View {
  const below = how === 'push' ? (world.modals.get(user) ?? []) : [];
  const id = world.ids.next('V');
  const content = contentOf(world, view);
  const previous = below.at(-1);
  const opened: View = {
    id,
    user,
    type: 'modal',
    root: below[0]?.id ?? id,
    ...(previous ? { previous: previous.id } : {}),
    content,
    hash: newHash(world),
    state: fullState(objectsAt(content, 'blocks'), {}),
  };
  world.modals.set(user, [...below, opened]);
  note(world, 'opened', opened, below.length);
  return opened;
}

/** Replaces what a modal says; what people put into inputs that stay is kept. */
export function updateView(world: World, view: View, content: SlackJson): void {
  view.content = contentOf(world, content);
  view.hash = newHash(world);
  view.state = fullState(objectsAt(view.content, 'blocks'), view.state);
  note(world, 'updated', view, depthOf(world, view));
}

/** Publishes a home tab. */
export function publishHome(world: World, user: string, content: SlackJson): View {
  const old = world.homes.get(user);
  const id = old?.id ?? world.ids.next('V');
  const home: View = { id, user, type: 'home', root: id, content: contentOf(world, content), hash: newHash(world), state: {} };
  home.state = fullState(objectsAt(home.content, 'blocks'), old?.state ?? {});
  world.homes.set(user, home);
  world.journal.addView({ kind: 'home', user, view: pageView(home, 0) });
  world.page.send(user, { kind: 'home', home: pageView(home, 0) });
  return home;
}

/** Takes the topmost modal away, or all (`clear`); gives those that are gone. */
export function closeViews(world: World, user: string, clear: boolean): readonly View[] {
  const stack = world.modals.get(user) ?? [];
  const gone = clear ? [...stack].reverse() : stack.slice(-1);
  world.modals.set(user, clear ? [] : stack.slice(0, -1));
  for (const view of gone) note(world, 'closed', view, stack.indexOf(view));
  return gone;
}

/** An open view, a modal or a home tab. */
export function findView(world: World, id: string): View | undefined {
  for (const stack of world.modals.values()) {
    const found = stack.find(view => view.id === id);
    if (found) return found;
  }
  return [...world.homes.values()].find(view => view.id === id);
}

export function findByExternalId(world: World, externalId: string): View | undefined {
  const open = [...[...world.modals.values()].flat(), ...world.homes.values()];
  return open.find(view => textAt(view.content, 'external_id') === externalId);
}

function depthOf(world: World, view: View): number {
  return Math.max(0, (world.modals.get(view.user) ?? []).indexOf(view));
}

/** A view as Slack's API and payloads give it. */
export function viewJson(world: World, view: View): SlackJson {
  const { content } = view;
  return {
    id: view.id,
    team_id: world.team.id,
    type: view.type,
    blocks: content.blocks,
    private_metadata: textAt(content, 'private_metadata') ?? '',
    callback_id: textAt(content, 'callback_id') ?? '',
    state: { values: view.state },
    hash: view.hash,
    title: content.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: flagAt(content, 'clear_on_close'),
    notify_on_close: flagAt(content, 'notify_on_close'),
    close: content.close ?? null,
    submit: content.submit ?? null,
    previous_view_id: view.previous ?? null,
    root_view_id: view.root,
    app_id: world.app.id,
    external_id: textAt(content, 'external_id') ?? '',
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}
