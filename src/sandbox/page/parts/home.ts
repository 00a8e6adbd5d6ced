import type { PartsEnv } from '../actions.js';
import { blockContext } from '../blocks/block-context.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { h } from '../draw/element.js';
import { keepFocus } from '../draw/keep-focus.js';

/** The app's home tab, as the bot last published it. */
export function createHome(env: PartsEnv): { readonly element: HTMLElement; readonly show: (isOpen: boolean) => void } {
  const element = h('div', { class: 'home', tabindex: -1 });
  let drawn: unknown;
  const draw = (): void => {
    const { home, bot } = env.model().state;
    if (!home) {
      element.replaceChildren(
        h(
          'div',
          { class: 'beginning' },
          h('h3', {}, `${bot.realName} has not published its home yet`),
          h('p', {}, 'It does so when it is connected and somebody opens this tab.'),
        ),
      );
      return;
    }
    const context = blockContext(env, {
      container: { kind: 'view', view: home.id },
      blocks: home.blocks,
      drafts: env.draftsOf(`home ${home.id}`),
      refuse: env.actions.complain,
    });
    element.replaceChildren(h('div', { class: 'home-page' }, drawBlocks(home.blocks, context)));
  };
  return {
    element,
    show: isOpen => {
      element.hidden = !isOpen;
      const { home } = env.model().state;
      const now = home ? `${home.id} ${home.hash}` : 'none';
      if (!isOpen || drawn === now) return;
      drawn = now;
      keepFocus(element, draw, () => element);
    },
  };
}
