import type { PageUser } from '../../page-api.js';
import { h } from './element.js';
import { icon } from './icon.js';

const COLOURS = 6;

function colourOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % COLOURS;
}

/** Other tools and Slackbot speak without an account of their own: they have initials, as people do. */
function isApp({ id, isBot }: Pick<PageUser, 'id' | 'isBot'>): boolean {
  return isBot && /^[UW](?!SLACKBOT)[A-Z0-9]+$/u.test(id);
}

/** Initials on a colour that stays the person's own; an app has its sign. Decorative: the name is always beside it. */
export function avatar(user: Pick<PageUser, 'id' | 'name' | 'realName' | 'isBot'>, size: 'large' | 'small' = 'large'): HTMLElement {
  const words = (user.realName || user.name).split(/\s+/u).filter(word => word !== '');
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
  const look = isApp(user) ? 'avatar-app' : `avatar-${colourOf(user.id)}`;
  return h('span', { class: `avatar avatar-${size} ${look}`, 'aria-hidden': 'true' }, isApp(user) ? icon('bolt') : initials || '?');
}
