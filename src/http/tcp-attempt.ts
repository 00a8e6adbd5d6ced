import { type DialOptions, type DialTrouble, dial } from './dial.js';

/** What one TCP connect gave, with the keys that the parser `probe_connect` reads. */
export interface TcpAttempt {
  readonly outcome: 'connected' | 'refused' | 'timed-out' | 'reset' | 'unreachable' | 'error';
  readonly connect_s?: number;
  readonly error?: string;
}

/**
 * A host with tcp_abort_on_overflow completes the handshake for us and resets a round trip later; so a connection counts only when it
 * has lived for two round trips, at least this long and at most `MOST`. Seconds.
 */
const LEAST_LIFE = 0.1;
const MOST_LIFE = 0.5;

/** Connects once, sends nothing, closes. Undefined when it was stopped before it ended. */
export async function tcpAttempt(address: string, port: number, options: DialOptions): Promise<TcpAttempt | undefined> {
  const dialled = await dial(address, port, options);
  if (dialled.kind === 'failed') {
    if (dialled.trouble === 'stopped') return undefined;
    return { outcome: word(dialled.trouble), error: dialled.error };
  }
  const { socket, connectSeconds } = dialled;
  const life = Math.min(MOST_LIFE, Math.max(LEAST_LIFE, 2 * connectSeconds));
  const reset = await new Promise<boolean>(resolve => {
    const timer = setTimeout(() => resolve(false), life * 1000);
    const end = (wasReset: boolean) => {
      clearTimeout(timer);
      resolve(wasReset);
    };
    socket.once('error', () => end(true));
    socket.once('end', () => end(false));
    // Without reading, neither a reset nor a close is noticed.
    socket.resume();
  });
  socket.destroy();
  return reset
    ? { outcome: 'reset', connect_s: connectSeconds, error: 'reset right after connecting' }
    : { outcome: 'connected', connect_s: connectSeconds };
}

function word(trouble: Exclude<DialTrouble, 'stopped'>): TcpAttempt['outcome'] {
  return trouble === 'name-failed' ? 'error' : trouble;
}
