import type { PageChannel } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { type FirstWords, firstWords } from '../chat/first-words.js';
import { h, on } from '../draw/element.js';
import type { Extra } from './message-list.js';

function drawFirstWords({ text, sends }: FirstWords, env: PartsEnv): readonly HTMLElement[] {
  const bot = env.model().state.bot.realName;
  const says = sends
    ? `Ask ${bot} what is wrong. Type this and press Enter:`
    : `Ask ${bot} what is wrong. Begin with this and say what you see:`;
  const label = sends ? 'Type and send it for me' : 'Type it for me';
  const button = h('button', { type: 'button', class: 'button button-primary', 'data-first': true }, label);
  return [
    h('p', {}, says),
    h('p', { class: 'try' }, h('code', {}, text.trim())),
    on(button, 'click', () => env.actions.tryWords(text, sends)),
  ];
}

/** What an empty channel says: what to type first, with one click that does it. */
export function beginningOf(channel: PageChannel | undefined, env: PartsEnv): Extra {
  const { state } = env.model();
  const isDirect = channel?.kind === 'direct';
  const name = isDirect ? channel.name : `#${channel?.name ?? ''}`;
  const words = firstWords(state);
  const isHere = channel?.botIsMember === true;
  const content = (): readonly HTMLElement[] => {
    if (isHere) return words ? drawFirstWords(words, env) : [];
    if (isDirect) return [];
    return [
      h('p', {}, `${state.bot.realName} is not in this channel. To bring it in, type `, h('code', {}, `/invite @${state.bot.name}`), '.'),
    ];
  };
  return {
    key: JSON.stringify([name, isHere, words]),
    draw: () =>
      h(
        'div',
        { class: 'beginning' },
        h('h3', {}, isDirect ? `This is the beginning of your conversation with ${name}` : `This is the beginning of ${name}`),
        ...content(),
      ),
  };
}
