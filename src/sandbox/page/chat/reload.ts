import type { PageEvent, PageMessage } from '../../page-api.js';
import { applyEvent, withLoaded } from './apply-event.js';
import type { ChatModel } from './model.js';

/** What was read from the workspace while events went on coming in. */
export interface Loaded {
  readonly messages: ReadonlyMap<string, readonly PageMessage[]>;
  readonly threads: ReadonlyMap<string, readonly PageMessage[]>;
}

function merged(
  known: ReadonlyMap<string, readonly PageMessage[]>,
  loaded: ReadonlyMap<string, readonly PageMessage[]>,
): ReadonlyMap<string, readonly PageMessage[]> {
  return new Map([...known, ...[...loaded].map(([key, messages]) => [key, withLoaded(known.get(key), messages)] as const)]);
}

/** The model with what was read, and then once more with the events of meanwhile: what was read may be older than they are. */
export function afterLoad(model: ChatModel, loaded: Loaded, meanwhile: readonly PageEvent[]): ChatModel {
  const read = { ...model, messages: merged(model.messages, loaded.messages), threads: merged(model.threads, loaded.threads) };
  const again = meanwhile
    .filter(({ kind }) => kind === 'message' || kind === 'message-changed' || kind === 'message-deleted')
    // They were counted as unread when they came.
    .map(event => (event.kind === 'message' ? { ...event, kind: 'message-changed' as const } : event));
  return again.reduce(applyEvent, read);
}
