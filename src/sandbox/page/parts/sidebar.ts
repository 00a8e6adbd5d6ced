import type { PageChannel } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { appChannel, shownChannel } from '../chat/model.js';
import type { Place } from '../chat/place.js';
import { hashOf } from '../chat/place.js';
import { avatar } from '../draw/avatar.js';
import { type Child, h, on, unseen } from '../draw/element.js';
import { icon } from '../draw/icon.js';
import { iconButton } from '../draw/icon-button.js';
import { keepFocus } from '../draw/keep-focus.js';
import { openMenu } from '../draw/menu.js';
import { nextTheme, setTheme, themeNow } from '../theme.js';
import { shownName } from './author.js';

export interface Sidebar {
  readonly show: () => void;
}

/** Channels, direct messages and the app; below them who acts, and the colours. */
export function createSidebar(nav: HTMLElement, env: PartsEnv, closeDrawer: () => void): Sidebar {
  const entry = (place: Place, isCurrent: boolean, unread: number, ...content: readonly Child[]): HTMLElement => {
    const hash = hashOf(place);
    const link = h(
      'a',
      { class: unread > 0 ? 'entry entry-unread' : 'entry', href: hash, 'aria-current': isCurrent ? 'page' : undefined, 'data-key': hash },
      ...content,
      unread > 0 ? h('span', { class: 'badge' }, String(unread), unseen(unread === 1 ? ' new message' : ' new messages')) : undefined,
    );
    return h('li', {}, on(link, 'click', closeDrawer));
  };
  const channelEntry = (channel: PageChannel): HTMLElement => {
    const model = env.model();
    const isCurrent = model.place.kind === 'channel' && shownChannel(model) === channel.id;
    const other = model.state.users.find(
      ({ name, realName }) => channel.kind === 'direct' && (name === channel.name || realName === channel.name),
    );
    const sign =
      channel.kind === 'direct'
        ? avatar(other ?? { id: channel.id, name: channel.name, realName: channel.name, isBot: false }, 'small')
        : icon(channel.kind === 'private' ? 'lock' : 'hash');
    return entry(
      { kind: 'channel', channel: channel.id },
      isCurrent,
      model.unread.get(channel.id) ?? 0,
      sign,
      h('span', { class: 'entry-name' }, channel.name),
      channel.archived ? h('span', { class: 'entry-note' }, 'archived') : undefined,
    );
  };
  const group = (title: string, entries: readonly HTMLElement[]): HTMLElement | undefined =>
    entries.length === 0 ? undefined : h('section', {}, h('h2', {}, title), h('ul', {}, ...entries));

  const drawThemeButton = (): HTMLElement => {
    const button = iconButton('theme', `Colours: ${themeNow()}`, () => {
      setTheme(nextTheme(themeNow()));
      button.title = `Colours: ${themeNow()}`;
      button.setAttribute('aria-label', button.title);
    });
    button.dataset.key = 'theme';
    return button;
  };
  const drawActor = (): HTMLElement => {
    const { me, users } = env.model().state;
    const button = h(
      'button',
      { type: 'button', class: 'actor', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-key': 'actor' },
      avatar(me, 'small'),
      h('span', { class: 'actor-name' }, unseen('You act as '), shownName(me)),
      icon('down'),
    );
    const people = users.filter(({ isBot }) => !isBot);
    return on(button, 'click', () =>
      openMenu(
        button,
        'Act as',
        people.map(user => ({
          label: shownName(user),
          detail: `@${user.name}`,
          isCurrent: user.id === me.id,
          choose: () => env.actions.actAs(user.id),
        })),
      ),
    );
  };
  const draw = (): void => {
    const { state, place, unread } = env.model();
    const app = appChannel(state);
    const live = state.botOnline ? 'online' : 'offline';
    nav.replaceChildren(
      h('div', { class: 'team' }, h('h1', {}, state.team), iconButton('close', 'Close', closeDrawer, 'drawer-button')),
      h(
        'div',
        { class: 'entries' },
        group('Channels', state.channels.filter(({ kind }) => kind !== 'direct').map(channelEntry)),
        group('Direct messages', state.channels.filter(({ kind, id }) => kind === 'direct' && id !== app).map(channelEntry)),
        group('Apps', [
          entry(
            { kind: 'home' },
            place.kind !== 'channel',
            app === undefined ? 0 : (unread.get(app) ?? 0),
            avatar(state.bot, 'small'),
            h('span', { class: 'entry-name' }, state.bot.realName),
            h('span', { class: `live live-${live}`, role: 'img', 'aria-label': live, title: live }),
          ),
        ]),
      ),
      h('div', { class: 'corner' }, drawActor(), drawThemeButton()),
    );
  };
  let drawn = '';
  return {
    show: () => {
      const { state, place, unread } = env.model();
      // Drawn again only when it shows something else: a click between press and release must not lose its target.
      const now = JSON.stringify([state.team, state.me, state.users, state.channels, state.botOnline, place, [...unread]]);
      if (now === drawn) return;
      drawn = now;
      keepFocus(nav, draw);
    },
  };
}
