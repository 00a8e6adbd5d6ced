import type { PageEvent, PageMessage } from '../../page-api.js';
import { type ChatModel, shownChannel, threadKey } from './model.js';

function isReply({ thread, ts }: PageMessage): boolean {
  return thread !== undefined && thread !== ts;
}

/** Puts the message in its place by `ts`, or instead of the one that has its `ts`. */
function withMessage(list: readonly PageMessage[], message: PageMessage): readonly PageMessage[] {
  const known = list.findIndex(({ ts }) => ts === message.ts);
  if (known >= 0) return list.with(known, message);
  const before = list.findLastIndex(({ ts }) => Number(ts) < Number(message.ts));
  return list.toSpliced(before + 1, 0, message);
}

function changed<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  return new Map([...map].filter(([known]) => known !== key));
}

/** A message that is new, or not as it was. */
function received(model: ChatModel, message: PageMessage, isNew: boolean): ChatModel {
  const { channel } = message;
  const key = threadKey(channel, message.thread ?? message.ts);
  const thread = model.threads.get(key);
  const threads = thread ? changed(model.threads, key, withMessage(thread, message)) : model.threads;
  if (isReply(message)) {
    const answers = isNew && message.user === model.state.bot.id;
    return { ...model, threads, statuses: answers ? without(model.statuses, key) : model.statuses };
  }
  const loaded = model.messages.get(channel);
  const messages = loaded ? changed(model.messages, channel, withMessage(loaded, message)) : model.messages;
  const isUnread = isNew && channel !== shownChannel(model) && message.user !== model.state.me.id;
  const unread = isUnread ? changed(model.unread, channel, (model.unread.get(channel) ?? 0) + 1) : model.unread;
  return { ...model, threads, messages, unread };
}

function deleted(model: ChatModel, channel: string, ts: string): ChatModel {
  const list = model.messages.get(channel);
  const messages = list?.some(message => message.ts === ts)
    ? changed(
        model.messages,
        channel,
        list.filter(message => message.ts !== ts),
      )
    : model.messages;
  const threads = new Map(
    [...model.threads].map(([key, replies]) => [
      key,
      key.startsWith(`${channel}/`) && replies.some(message => message.ts === ts) ? replies.filter(message => message.ts !== ts) : replies,
    ]),
  );
  return { ...model, messages, threads };
}

/** What the page shows after the event. */
export function applyEvent(model: ChatModel, event: PageEvent): ChatModel {
  switch (event.kind) {
    case 'hello':
      return { ...model, connection: 'open' };
    case 'message':
      return received(model, event.message, true);
    case 'message-changed':
      return received(model, event.message, false);
    case 'message-deleted':
      return deleted(model, event.channel, event.ts);
    case 'status': {
      const key = threadKey(event.channel, event.thread);
      return { ...model, statuses: event.text === '' ? without(model.statuses, key) : changed(model.statuses, key, event.text) };
    }
    case 'modal': {
      const { modal: _closed, ...state } = model.state;
      return { ...model, state: event.modal ? { ...state, modal: event.modal } : state };
    }
    case 'home':
      return { ...model, state: { ...model.state, home: event.home } };
    case 'state':
      return { ...model, state: event.state };
    case 'panel':
      return { ...model, state: { ...model.state, panel: event.panel } };
  }
}

/** Messages as the server has them now. Ephemeral ones are known to the page alone, so they stay. */
export function withLoaded(known: readonly PageMessage[] | undefined, loaded: readonly PageMessage[]): readonly PageMessage[] {
  const ephemeral = known?.filter(message => message.ephemeral && !loaded.some(({ ts }) => ts === message.ts)) ?? [];
  return ephemeral.reduce(withMessage, loaded);
}
