import type { PageEvent, PageState } from '../page-api.js';
import { applyEvent } from './chat/apply-event.js';
import { type ChatModel, shownChannel, shownThread, threadKey } from './chat/model.js';
import type { Place } from './chat/place.js';
import { afterLoad } from './chat/reload.js';
import { openEventStream } from './event-stream.js';
import type { Server } from './server.js';

/** One person's view of the workspace, kept up to date by its events. */
export interface Session {
  readonly model: () => ChatModel;
  readonly go: (place: Place) => void;
  /** Takes what the page itself knows to be so, for example that a modal was closed. */
  readonly apply: (event: PageEvent) => void;
  readonly close: () => void;
}

interface SessionOptions {
  readonly server: Server;
  readonly state: PageState;
  readonly place: Place;
  readonly onChange: () => void;
  readonly onEvent: (event: PageEvent) => void;
}

function withoutUnread({ unread }: ChatModel, channel: string | undefined): ChatModel['unread'] {
  return new Map([...unread].filter(([known]) => known !== channel));
}

/** Begins with the state as it was read; messages are read as soon as the events come in, so that none is missed between. */
export function openSession({ server, state, place, onChange, onEvent }: SessionOptions): Session {
  const me = state.me.id;
  let model: ChatModel = {
    state,
    place,
    connection: 'connecting',
    messages: new Map(),
    threads: new Map(),
    unread: new Map(),
    statuses: new Map(),
  };
  let isClosed = false;
  const loads = new Set<PageEvent[]>();
  const set = (next: ChatModel): void => {
    if (next === model || isClosed) return;
    model = next;
    onChange();
  };

  /** Reads the shown channel and thread; everything known when `all`, as after a lost connection. */
  const load = async (all: boolean): Promise<void> => {
    const channel = shownChannel(model);
    const thread = shownThread(model);
    const channels = [
      ...(all ? model.messages.keys() : []),
      ...(channel !== undefined && (all || !model.messages.has(channel)) ? [channel] : []),
    ];
    const key = channel === undefined || thread === undefined ? undefined : threadKey(channel, thread);
    const threads = [...(all ? model.threads.keys() : []), ...(key !== undefined && (all || !model.threads.has(key)) ? [key] : [])];
    const meanwhile: PageEvent[] = [];
    loads.add(meanwhile);
    try {
      const [messages, replies] = await Promise.all([
        Promise.all([...new Set(channels)].map(async id => [id, await server.messages(me, id)] as const)),
        Promise.all(
          [...new Set(threads)].map(async id => {
            const [of = '', ts = ''] = id.split('/');
            return [id, await server.messages(me, of, ts)] as const;
          }),
        ),
      ]);
      set(afterLoad(model, { messages: new Map(messages), threads: new Map(replies) }, meanwhile));
    } catch {
      // The stream of events tells when the workspace is back, and then everything is read again.
      set({ ...model, connection: 'lost' });
    } finally {
      loads.delete(meanwhile);
    }
  };
  const refresh = async (): Promise<void> => {
    if (model.connection === 'lost') {
      try {
        const now = await server.state(me);
        // Another workspace answers under the same address, without this person in it.
        if (!now) location.reload();
        else set({ ...model, state: now, statuses: new Map() });
      } catch {
        return;
      }
    }
    set(applyEvent(model, { kind: 'hello' }));
    if (model.place.kind === 'home') void server.home(me);
    await load(true);
  };
  const receive = (event: PageEvent): void => {
    for (const meanwhile of loads) meanwhile.push(event);
    if (event.kind === 'hello') void refresh();
    else set(applyEvent(model, event));
    onEvent(event);
  };
  const stream = openEventStream(server.eventsUrl(me), { onEvent: receive, onLost: () => set({ ...model, connection: 'lost' }) });
  return {
    model: () => model,
    go: next => {
      if (next.kind === 'home' && model.place.kind !== 'home') void server.home(me);
      set({ ...model, place: next });
      set({ ...model, unread: withoutUnread(model, shownChannel(model)) });
      void load(false);
    },
    apply: event => set(applyEvent(model, event)),
    close: () => {
      isClosed = true;
      stream.close();
    },
  };
}
