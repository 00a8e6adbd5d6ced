import type { PageMessage, PageState } from '../../page-api.js';
import type { Place } from './place.js';

type Connection = 'connecting' | 'open' | 'lost';

/** Everything that the page shows. It is never changed in place: what is the same object has not changed. */
export interface ChatModel {
  readonly state: PageState;
  readonly place: Place;
  readonly connection: Connection;
  /** By channel, oldest first, without thread replies; absent: not loaded. */
  readonly messages: ReadonlyMap<string, readonly PageMessage[]>;
  /** By `threadKey`: the parent, then its replies. */
  readonly threads: ReadonlyMap<string, readonly PageMessage[]>;
  /** Messages that came to a channel while another was shown. */
  readonly unread: ReadonlyMap<string, number>;
  /** "is investigating…", by `threadKey`. */
  readonly statuses: ReadonlyMap<string, string>;
}

export function threadKey(channel: string, thread: string): string {
  return `${channel}/${thread}`;
}

/** The channel of the app's Messages tab. */
export function appChannel(state: PageState): string | undefined {
  return state.channels.find(({ kind, botIsMember }) => kind === 'direct' && botIsMember)?.id;
}

/** The channel that is shown, also below the app's Messages tab; undefined on the home tab. */
export function shownChannel({ state, place }: Pick<ChatModel, 'state' | 'place'>): string | undefined {
  return place.kind === 'channel' ? place.channel : place.kind === 'app-messages' ? appChannel(state) : undefined;
}

/** The thread that is open beside it. */
export function shownThread({ place }: Pick<ChatModel, 'place'>): string | undefined {
  return place.kind === 'home' ? undefined : place.thread;
}
