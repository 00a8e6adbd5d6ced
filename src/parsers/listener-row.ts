import type { FactRow } from '../model/fact.js';
import { isLoopback } from './address.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';

/** A listening socket as one of the listen parsers read it. */
export interface Listener {
  /** Absent when the tool cut the address off. */
  readonly addr: string | undefined;
  /** It takes IPv4, and IPv6, connections to every address; absent when the tool does not tell. */
  readonly any: boolean | undefined;
  readonly any6: boolean | undefined;
  readonly scope?: string | undefined;
  readonly port: number;
  readonly queue: number;
  readonly limit?: number;
  readonly process?: string | undefined;
  readonly pid?: number | undefined;
  readonly text: string;
}

/** Fields of the rows that `listenerRows` makes. */
export const LISTENER_FIELDS = {
  rows: 'list',
  'rows.addr': 'text',
  'rows.port': 'number',
  'rows.queue': 'number',
  'rows.queue_before': 'number',
  'rows.loopback': 'bool',
  'rows.any': 'bool',
  'rows.any6': 'bool',
} as const;

function keyOf(socket: Listener): string {
  return `${socket.addr ?? socket.text.trim().slice(0, 60)}%${socket.scope ?? ''} ${socket.port}`;
}

function byKey(sockets: readonly Listener[]): ReadonlyMap<string, readonly Listener[]> {
  return Map.groupBy(sockets, keyOf);
}

/**
 * Rows of the last look, joined with the first. Several sockets may share one address (SO_REUSEPORT): they are joined in
 * order when their number did not change, else nothing is said about before.
 */
export function listenerRows(last: readonly Listener[], first: readonly Listener[] | undefined): readonly FactRow[] {
  const before = first && byKey(first);
  const now = byKey(last);
  const seen = new Map<string, number>();
  return last.map(socket => {
    const key = keyOf(socket);
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    const same = before?.get(key);
    const old = same?.length === now.get(key)?.length ? same?.[index] : undefined;
    return present({
      addr: socket.addr,
      port: socket.port,
      queue: socket.queue,
      limit: socket.limit,
      queue_before: old?.queue,
      limit_before: old?.limit,
      process: socket.process,
      pid: socket.pid,
      loopback: socket.addr === undefined ? undefined : isLoopback(socket.addr),
      // Bound to one interface, it is not reachable through the others although its address says so.
      any: socket.scope === undefined ? socket.any : false,
      any6: socket.scope === undefined ? socket.any6 : false,
      line: rowLine(socket.text),
    });
  });
}
