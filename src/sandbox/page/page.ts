import type { PageEvent, PageState } from '../page-api.js';
import type { Actions, PartsEnv } from './actions.js';
import { appChannel, type ChatModel, shownChannel, shownThread } from './chat/model.js';
import { hashOf, type Place, placeOf, placeOfPermalink } from './chat/place.js';
import { createDrafts, type Drafts } from './inputs/drafts.js';
import { authorOf, shownName } from './parts/author.js';
import { createChannelPane } from './parts/channel-pane.js';
import type { Drawer } from './parts/drawer.js';
import { createModal } from './parts/modal.js';
import { createNotices } from './parts/notices.js';
import { createSidePanel } from './parts/side-panel.js';
import { createSidebar } from './parts/sidebar.js';
import { createThreadPane } from './parts/thread-pane.js';
import type { Server } from './server.js';
import { openSession, type Session } from './session.js';
import { mrkdwn } from './text/mrkdwn.js';
import { wordsOf } from './text/words.js';

export interface PageRoot {
  readonly workspace: HTMLElement;
  readonly sidebar: HTMLElement;
  readonly main: HTMLElement;
  readonly thread: HTMLElement;
  readonly panel: HTMLElement;
  readonly notices: HTMLElement;
  readonly drawer: Drawer;
}

/** The first channel where the app is, else the first one. */
function firstPlace({ channels }: PageState): Place {
  const open = channels.filter(({ kind, archived }) => kind !== 'direct' && !archived);
  const channel = open.find(({ botIsMember }) => botIsMember) ?? open[0] ?? channels[0];
  return channel ? { kind: 'channel', channel: channel.id } : { kind: 'home' };
}

function placeNow(state: PageState): Place {
  const place = placeOfPermalink(location.pathname, location.search) ?? placeOf(location.hash) ?? firstPlace(state);
  if (place.kind !== 'channel') return place;
  const { channel, ...thread } = place;
  if (channel === appChannel(state)) return { ...thread, kind: 'app-messages' };
  return state.channels.some(({ id }) => id === channel) ? place : firstPlace(state);
}

function withThread(place: Place, thread: string | undefined): Place {
  if (place.kind === 'home') return place;
  const { thread: _closed, ...rest } = place;
  return thread === undefined ? rest : { ...rest, thread };
}

/** Puts the page together for the person whose state was read; `start` begins again as another one. */
export function showPage(root: PageRoot, server: Server, state: PageState, actAs: (user: string) => void): { readonly close: () => void } {
  const notices = createNotices(root.notices);
  const drafts = new Map<string, Drafts>();
  const me = state.me.id;
  const model = (): ChatModel => session.model();

  const go = (place: Place): void => {
    if (location.hash !== hashOf(place)) history.pushState(null, '', hashOf(place));
    session.go(place);
    // At once: what opens may be given the focus by whoever asked for it.
    render();
  };
  const complainOf = async (asked: Promise<{ readonly ok: true } | { readonly ok: false; readonly says: string }>): Promise<void> => {
    const answer = await asked;
    if (!answer.ok) notices.complain(answer.says);
  };
  const tryWords = (text: string, sends: boolean): void => {
    const { state: now, place } = model();
    const here = now.channels.find(({ id }) => id === shownChannel(model()));
    if (!here?.botIsMember || here.archived) session.go(firstPlace(now));
    else if (shownThread(model()) !== undefined && matchMedia('(max-width: 760px)').matches) session.go(withThread(place, undefined));
    history.replaceState(null, '', hashOf(model().place));
    render();
    void channel.type(text, sends);
  };
  const actions: Actions = {
    go,
    openThread: (_channel, ts) => {
      go(withThread(model().place, ts));
      thread.focus();
    },
    closeThread: () => {
      const parent = shownThread(model());
      go(withThread(model().place, undefined));
      if (parent !== undefined) channel.focusMessage(parent);
    },
    say: (channelId, threadTs, text) =>
      server.say({ user: me, channel: channelId, text, ...(threadTs !== undefined && { thread: threadTs }) }),
    act: act => server.act({ ...act, user: me }),
    submit: (view, values) => server.submit({ user: me, view, state: values }),
    closeView: view => void server.close(me, view),
    shortcut: (shortcut, message) =>
      void complainOf(server.shortcut({ user: me, shortcut, ...(message && { channel: message.channel, ts: message.ts }) })),
    remove: ({ channel: of, ts }) => void complainOf(server.remove(me, of, ts)),
    press: id => complainOf(server.press(id)),
    tryWords,
    actAs,
    complain: notices.complain,
  };
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const env: PartsEnv = {
    actions,
    model,
    clock: () => ({ now: Date.now() / 1000, timeZone }),
    names: {
      user: id => shownName(authorOf({ user: id, fromSlackbot: false }, model().state)),
      channel: id => model().state.channels.find(one => one.id === id)?.name ?? id,
    },
    me: () => me,
    fileUrl: id => server.fileUrl(id, me),
    draftsOf: name => {
      const known = drafts.get(name) ?? createDrafts();
      drafts.set(name, known);
      return known;
    },
  };

  let isPlanned = false;
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(render);
  };
  const render = (): void => {
    isPlanned = false;
    const now = model();
    const shown = now.state.channels.find(({ id }) => id === shownChannel(now));
    const unread = [...now.unread.values()].reduce((sum, count) => sum + count, 0);
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${now.place.kind === 'channel' ? `${shown?.kind === 'direct' ? '' : '#'}${shown?.name}` : now.state.bot.realName} · ${now.state.team}`;
    notices.connection(now.connection === 'lost');
    sidebar.show();
    channel.show();
    thread.show();
    panel.show();
    modal.show();
    root.workspace.classList.toggle('has-thread', !root.thread.hidden);
    root.workspace.classList.toggle('has-panel', !root.panel.hidden);
  };
  const announce = (event: PageEvent): void => {
    if (event.kind !== 'message' || event.message.user === me || event.message.channel !== shownChannel(model())) return;
    const { message } = event;
    const isReply = message.thread !== undefined && message.thread !== message.ts;
    if (isReply && message.thread !== shownThread(model())) return;
    notices.announce(`${shownName(authorOf(message, model().state))}: ${wordsOf(mrkdwn(message.text, env.clock()), env.names)}`);
  };

  const session: Session = openSession({ server, state, place: placeNow(state), onChange: plan, onEvent: announce });
  const sidebar = createSidebar(root.sidebar, env, root.drawer.close);
  const panel = createSidePanel(root.panel, env, () => plan());
  const channel = createChannelPane(root.main, env, { openSidebar: root.drawer.open, togglePanel: panel.toggle });
  const thread = createThreadPane(root.thread, env);
  const modal = createModal(env);

  const onHash = (): void => {
    const before = shownChannel(model());
    session.go(placeNow(model().state));
    if (before !== shownChannel(model())) root.main.querySelector<HTMLElement>('.channel-title')?.focus({ preventScroll: true });
  };
  const onKey = (event: KeyboardEvent): void => {
    const isTaken = event.defaultPrevented || document.querySelector('dialog[open], :popover-open') !== null;
    if (event.key !== 'Escape' || isTaken) return;
    if (root.drawer.isOpen()) root.drawer.close();
    else if (shownThread(model()) !== undefined) actions.closeThread();
  };
  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.dataset.skip !== undefined) {
      event.preventDefault();
      channel.focusComposer();
      return;
    }
    // A permalink of this workspace opens here, not in a second tab.
    const place = link && link.origin === location.origin ? placeOfPermalink(link.pathname, link.search) : undefined;
    if (!place || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(place);
  };
  addEventListener('hashchange', onHash);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  history.replaceState(null, '', `/?user=${encodeURIComponent(me)}${hashOf(model().place)}`);
  render();
  return {
    close: () => {
      session.close();
      removeEventListener('hashchange', onHash);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('click', onClick);
      for (const part of [root.sidebar, root.main, root.thread, root.panel, root.notices]) part.replaceChildren();
    },
  };
}
