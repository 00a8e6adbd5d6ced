import type { PageEvent } from '../page-api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

export interface EventStreamListener {
  /** `hello` comes first, also after each reconnection. */
  readonly onEvent: (event: PageEvent) => void;
  readonly onLost: () => void;
}

/** Server-sent events that come back by themselves: the browser's own retry gives up for good on an HTTP error. */
export function openEventStream(url: string, { onEvent, onLost }: EventStreamListener): { readonly close: () => void } {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  const connect = (): void => {
    source = new EventSource(url);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      wait = FIRST_WAIT_MS;
      onEvent(JSON.parse(data));
    };
    source.onerror = () => {
      source?.close();
      onLost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  connect();
  return {
    close: () => {
      clearTimeout(timer);
      source?.close();
    },
  };
}
