import type { PageMessage } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { grouped, type ListedMessage } from '../chat/grouping.js';
import { threadKey } from '../chat/model.js';
import { dayName, repliesLine } from '../chat/times.js';
import { h, on } from '../draw/element.js';
import { icon } from '../draw/icon.js';
import { keepFocus } from '../draw/keep-focus.js';
import { drawMessage } from './message.js';

export interface MessageList {
  readonly element: HTMLElement;
  /** Draws what is new or changed; the rest stays as it is, with its focus and its scroll position. */
  readonly show: (name: string, messages: readonly PageMessage[], before?: Extra, after?: Extra) => void;
  readonly focusMessage: (ts: string) => void;
}

/** Something above or below the messages; it is drawn again only when its key is another one, so that no click on it is lost. */
export interface Extra {
  readonly key: string;
  readonly draw: () => HTMLElement;
}

interface Row {
  readonly listed: ListedMessage;
  readonly drawnFor: string;
  readonly item: HTMLLIElement;
}

/** Within this many pixels of the end, the list follows new messages. */
const NEAR_END = 60;

/** A list of messages that follows its end, with one message at a time in the tab order. */
export function createMessageList(where: 'channel' | 'thread', env: PartsEnv): MessageList {
  const list = h('ol', { class: 'messages', 'aria-label': where === 'channel' ? 'Messages' : 'Thread' });
  const above = h('div', { class: 'list-above' });
  const below = h('div', { class: 'list-below' });
  const content = h('div', { class: 'list-content' }, above, list, below);
  const scroller = h('div', { class: 'scroller' }, content);
  const jump = on(h('button', { type: 'button', class: 'jump', hidden: true }, icon('down'), 'New messages'), 'click', () => toEnd());
  const element = h('div', { class: 'message-list' }, scroller, jump);
  let rows = new Map<string, Row>();
  let shown = '';
  /** What stays in sight while the list grows; undefined: what the person is reading. */
  let follows: 'newest' | 'end' | undefined = 'newest';

  const end = (): number => scroller.scrollHeight - scroller.clientHeight;
  /** Where the newest message is in sight. In a thread that is its beginning: an answer longer than the pane is read from its first line. */
  const newest = (): number => {
    const last = list.lastElementChild;
    if (where === 'channel' || !last) return end();
    return Math.min(end(), last.getBoundingClientRect().top - content.getBoundingClientRect().top);
  };
  const follow = (): void => {
    scroller.scrollTop = follows === 'end' ? end() : newest();
  };
  const toEnd = (): void => {
    follows = 'newest';
    follow();
  };
  on(scroller, 'scroll', () => {
    const near = (place: number): boolean => Math.abs(place - scroller.scrollTop) < NEAR_END;
    follows = near(newest()) ? 'newest' : near(end()) ? 'end' : undefined;
    if (follows) jump.hidden = true;
  });
  // An image that arrives late or a growing message box must not push the last message out of sight.
  const observer = new ResizeObserver(() => {
    if (follows) follow();
  });
  observer.observe(content);
  observer.observe(scroller);

  const articles = (): readonly HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.message')];
  const rove = (to: HTMLElement | undefined): void => {
    if (!to) return;
    for (const article of articles()) article.tabIndex = article === to ? 0 : -1;
  };
  on(list, 'focusin', event => {
    if (event.target instanceof HTMLElement) rove(event.target.closest<HTMLElement>('.message') ?? undefined);
  });
  on(list, 'keydown', event => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('.message')) return;
    const all = articles();
    const at = all.indexOf(event.target);
    const next = { ArrowDown: Math.min(at + 1, all.length - 1), ArrowUp: Math.max(at - 1, 0), Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    }
    if (event.key !== 'Enter') return;
    // The thread's message box gets the focus: this Enter must not be typed into it.
    event.preventDefault();
    event.target.querySelector<HTMLElement>('.reply-bar, [data-key="reply"]')?.click();
  });

  const dividerOf = ({ message }: ListedMessage): HTMLLIElement => h('li', { class: 'day' }, h('h3', {}, dayName(message.ts, env.clock())));

  const drawnFor = (message: PageMessage): string => {
    const { state, statuses } = env.model();
    const names = state.users.map(({ id, realName }) => `${id}${realName}`).join();
    return [
      env.me(),
      names,
      state.channels.length,
      dayName(message.ts, env.clock()),
      statuses.get(threadKey(message.channel, message.ts)),
    ].join('|');
  };

  const rowOf = (listed: ListedMessage): Row => {
    const known = rows.get(listed.message.ts);
    const now = drawnFor(listed.message);
    const isSame = known?.listed.message === listed.message && known.listed.beginsGroup === listed.beginsGroup && known.drawnFor === now;
    if (known && isSame) return known;
    const item = known?.item ?? h('li');
    keepFocus(
      item,
      () => {
        const drawn = drawMessage(listed, where, env);
        drawn.tabIndex = item.querySelector<HTMLElement>('.message')?.tabIndex ?? -1;
        item.replaceChildren(drawn);
      },
      () => item.querySelector<HTMLElement>('.message') ?? undefined,
    );
    return { listed, drawnFor: now, item };
  };

  return {
    element,
    show: (name, messages, before, after) => {
      const isOther = name !== shown;
      const lastBefore = [...rows.keys()].at(-1);
      if (isOther) {
        rows = new Map();
        follows = 'newest';
        shown = name;
      }
      const fresh = grouped(messages, env.clock().timeZone).map(rowOf);
      rows = new Map(fresh.map(row => [row.listed.message.ts, row]));
      const items = fresh.flatMap((row, index) => {
        const head = row.listed.beginsDay ? [dividerOf(row.listed)] : [];
        const parent = where === 'thread' && index === 0 && messages.length > 1 ? [repliesDivider(messages.length - 1, env)] : [];
        return [...head, row.item, ...parent];
      });
      arrange(list, items);
      showExtra(above, before);
      showExtra(below, after);
      const all = articles();
      if (!all.some(({ tabIndex }) => tabIndex === 0)) rove(all.at(-1));
      const isNewer = lastBefore !== [...rows.keys()].at(-1);
      if (follows && isNewer) toEnd();
      else if (follows) follow();
      else if (!isOther && isNewer) jump.hidden = false;
      if (isOther) jump.hidden = true;
    },
    focusMessage: ts => rows.get(ts)?.item.querySelector<HTMLElement>('.message')?.focus(),
  };
}

function showExtra(place: HTMLElement, extra: Extra | undefined): void {
  const key = extra?.key ?? '';
  if (place.dataset.shows === key) return;
  place.dataset.shows = key;
  place.replaceChildren(...(extra ? [extra.draw()] : []));
}

function repliesDivider(count: number, env: PartsEnv): HTMLLIElement {
  return h('li', { class: 'replies-divider' }, repliesLine(count, undefined, env.clock()));
}

/** Puts the items in order and takes the others out, without touching those that are in their place: moving one would lose its focus. */
function arrange(list: HTMLElement, items: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(items);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  for (const [index, item] of items.entries()) if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
}
