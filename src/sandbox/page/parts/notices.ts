import { h, on } from '../draw/element.js';

export interface Notices {
  /** Said by a screen reader, shown nowhere. */
  readonly announce: (words: string) => void;
  /** Shown at the edge of the page until it is closed or the next one comes. */
  readonly complain: (says: string) => void;
  readonly connection: (isLost: boolean) => void;
}

/** What the page itself has to say. */
export function createNotices(place: HTMLElement): Notices {
  const live = h('div', { class: 'unseen', role: 'log', 'aria-live': 'polite', 'aria-label': 'New messages' });
  const lost = h('p', { class: 'bar bar-lost', role: 'status' });
  const complaint = h('div', { class: 'complaint', role: 'alert' });
  place.append(live, lost, complaint);
  return {
    announce: words => {
      live.append(h('p', {}, words));
      while (live.childElementCount > 5) live.firstElementChild?.remove();
    },
    complain: says => {
      const close = on(h('button', { type: 'button', class: 'button' }, 'OK'), 'click', () => complaint.replaceChildren());
      complaint.replaceChildren(h('p', {}, says), close);
    },
    connection: isLost => {
      const words = isLost ? 'The connection to the workspace is lost. Trying to reconnect…' : '';
      if (lost.textContent !== words) lost.textContent = words;
    },
  };
}
