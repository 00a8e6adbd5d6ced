import type { PageChannel } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { shownChannel } from '../chat/model.js';
import { h, on } from '../draw/element.js';
import { icon } from '../draw/icon.js';
import { iconButton } from '../draw/icon-button.js';
import { beginningOf } from './channel-beginning.js';
import { createComposer } from './composer.js';
import { createHome } from './home.js';
import { createMessageList } from './message-list.js';

export interface ChannelPane {
  readonly show: () => void;
  readonly focusComposer: () => void;
  readonly focusMessage: (ts: string) => void;
  readonly type: (text: string, sends: boolean) => Promise<void>;
}

interface Around {
  readonly openSidebar: () => void;
  readonly togglePanel: () => void;
}

/** The middle of the page: a channel, a direct message, or the app with its two tabs. */
export function createChannelPane(main: HTMLElement, env: PartsEnv, { openSidebar, togglePanel }: Around): ChannelPane {
  const title = h('h2', { class: 'channel-title', tabindex: -1 });
  const topic = h('p', { class: 'topic' });
  const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'App' });
  const panelButton = iconButton('flask', 'Break and mend', togglePanel, 'panel-button');
  const head = h(
    'header',
    { class: 'pane-head' },
    iconButton('menu', 'Channels', openSidebar, 'drawer-button'),
    h('div', { class: 'pane-names' }, title, topic),
    panelButton,
  );
  const offline = h('p', { class: 'bar bar-offline', role: 'status', hidden: true });
  const list = createMessageList('channel', env);
  const composer = createComposer('channel', env);
  const chat = h('div', { class: 'chat', id: 'chat' }, list.element, composer.element);
  const home = createHome(env);
  main.append(head, tabs, offline, chat, home.element);

  const tab = (name: string, isOn: boolean, open: () => void): HTMLElement => {
    const button = h(
      'button',
      { type: 'button', role: 'tab', class: 'tab', 'aria-selected': String(isOn), tabindex: isOn ? 0 : -1, 'data-key': `tab ${name}` },
      name,
    );
    on(button, 'keydown', event => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = [...tabs.querySelectorAll<HTMLElement>('.tab')].find(one => one !== button);
      other?.click();
      tabs.querySelector<HTMLElement>('.tab[aria-selected="true"]')?.focus();
    });
    return on(button, 'click', open);
  };

  const showTitle = (channel: PageChannel | undefined): void => {
    const { state, place } = env.model();
    const isApp = place.kind !== 'channel';
    const sign = isApp ? undefined : channel?.kind === 'direct' ? undefined : icon(channel?.kind === 'private' ? 'lock' : 'hash');
    title.replaceChildren(
      ...(sign ? [sign] : []),
      isApp ? state.bot.realName : (channel?.name ?? ''),
      ...(isApp ? [h('span', { class: 'app-badge' }, 'APP')] : []),
    );
    topic.textContent = isApp ? '' : (channel?.topic ?? '');
    tabs.hidden = !isApp;
    if (!isApp || tabs.dataset.shows === place.kind) return;
    tabs.dataset.shows = place.kind;
    const had = tabs.contains(document.activeElement);
    tabs.replaceChildren(
      tab('Home', place.kind === 'home', () => env.actions.go({ kind: 'home' })),
      tab('Messages', place.kind === 'app-messages', () => env.actions.go({ kind: 'app-messages' })),
    );
    if (had) tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  };

  return {
    show: () => {
      const model = env.model();
      const { state, place } = model;
      const id = shownChannel(model);
      const channel = state.channels.find(one => one.id === id);
      showTitle(channel);
      panelButton.hidden = state.panel === undefined;
      panelButton.title = state.panel?.title ?? '';
      offline.hidden = state.botOnline;
      offline.textContent = `${state.bot.realName} is not connected. Commands and buttons will not work until it is.`;
      chat.hidden = place.kind === 'home';
      home.show(place.kind === 'home');
      if (id === undefined || place.kind === 'home') return;
      const messages = model.messages.get(id);
      list.show(id, messages ?? [], messages?.length === 0 ? beginningOf(channel, env) : undefined);
      const locked = channel?.archived ? `#${channel.name} is archived. Nobody can write here any more.` : undefined;
      const name =
        place.kind === 'app-messages' ? state.bot.realName : channel?.kind === 'direct' ? channel.name : `#${channel?.name ?? ''}`;
      composer.show({ channel: id, placeholder: `Message ${name}`, ...(locked !== undefined && { locked }) });
    },
    focusComposer: composer.focus,
    focusMessage: list.focusMessage,
    type: composer.type,
  };
}
