import type { PartsEnv } from '../actions.js';
import { shownChannel, shownThread, threadKey } from '../chat/model.js';
import { h } from '../draw/element.js';
import { iconButton } from '../draw/icon-button.js';
import { createComposer } from './composer.js';
import { createMessageList } from './message-list.js';

export interface ThreadPane {
  readonly show: () => void;
  readonly focus: () => void;
}

/** The thread beside the channel, with its own message box. */
export function createThreadPane(aside: HTMLElement, env: PartsEnv): ThreadPane {
  const title = h('h2', { tabindex: -1 }, 'Thread');
  const place = h('p', { class: 'topic' });
  const head = h(
    'header',
    { class: 'pane-head' },
    h('div', { class: 'pane-names' }, title, place),
    iconButton('close', 'Close the thread', () => env.actions.closeThread()),
  );
  const list = createMessageList('thread', env);
  const composer = createComposer('thread', env);
  aside.append(head, list.element, composer.element);
  return {
    show: () => {
      const model = env.model();
      const channel = shownChannel(model);
      const thread = shownThread(model);
      aside.hidden = thread === undefined || channel === undefined;
      if (thread === undefined || channel === undefined) return;
      const key = threadKey(channel, thread);
      const messages = model.threads.get(key);
      const known = model.state.channels.find(({ id }) => id === channel);
      place.textContent = known?.kind === 'direct' ? known.name : `#${known?.name ?? ''}`;
      const isGone = messages !== undefined && messages[0]?.ts !== thread;
      const status = model.statuses.get(key);
      list.show(
        key,
        messages ?? [],
        isGone ? { key: 'gone', draw: () => h('p', { class: 'tombstone' }, 'The first message of this thread was deleted.') } : undefined,
        status === undefined
          ? undefined
          : { key: status, draw: () => h('p', { class: 'thread-status', role: 'status' }, `${model.state.bot.realName} ${status}`) },
      );
      composer.show({
        channel,
        thread,
        placeholder: 'Reply…',
        ...(known?.archived && { locked: `#${known.name} is archived. Nobody can write here any more.` }),
      });
    },
    focus: () => {
      // On a phone the keyboard would cover the thread that was just opened.
      if (matchMedia('(pointer: coarse), (max-width: 760px)').matches) title.focus();
      else composer.focus();
    },
  };
}
