import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { InventoryHost } from '../model/host.js';
import { type Connection, dial, establish } from './connection.js';
import { errorParts, HostFailure } from './failures.js';
import { loadHostKeys, type SshWay } from './host-keys.js';
import { loadLoginKeys } from './login-keys.js';

/** More at a time starve the event loop and delay the first answer (docs/decisions/0007, 5). */
const CONNECTS_AT_ONCE = 16;
/** Below MaxStartups 10:30:100 of the sshd behind a bastion's address (docs/decisions/0007, 4). */
const CONNECTS_THROUGH_ONE_BASTION = 8;
const MAX_HOPS = 8;
/** Longest wait for all connections to end when the pool is closed. */
const CLOSE_MS = 2000;

export interface ConnectionsOptions {
  /** Value of SSH_AUTH_SOCK, when the agent is to be asked. */
  readonly agentSocket?: string;
  /** Longest wait for TCP, and again for SSH, of each hop. */
  readonly connectTimeoutMs?: number;
  /** How long a connection that nobody uses is kept. */
  readonly idleCloseMs?: number;
}

/** Established connections, shared by all who go the same way. */
export interface Connections {
  /** The connection to a host, made when there is none. `reused` says that it was there before. */
  readonly to: (host: InventoryHost) => Promise<{ readonly connection: Connection; readonly reused: boolean }>;
  readonly close: () => Promise<void>;
}

interface Pooled {
  readonly made: Promise<Connection>;
  idle?: NodeJS.Timeout;
}

/** Makes and keeps SSH connections: 16 handshakes at a time, 8 through one bastion, closed when idle. */
export function createConnections(options: ConnectionsOptions = {}): Connections {
  const pool = new Map<string, Pooled>();
  const connects = new PQueue({ concurrency: CONNECTS_AT_ONCE });
  const bastions = new Map<string, PQueue>();
  const timeoutMs = options.connectTimeoutMs ?? 10_000;

  const keepWhileUsed = (key: string, entry: Pooled, connection: Connection): void => {
    clearTimeout(entry.idle);
    entry.idle = setTimeout(() => {
      if (connection.users() > 0) return keepWhileUsed(key, entry, connection);
      if (pool.get(key) === entry) pool.delete(key);
      connection.retire();
    }, options.idleCloseMs ?? 60_000);
    entry.idle.unref();
  };

  const to: Connections['to'] = host => reach(host, 0);

  const reach = async (host: InventoryHost, depth: number): ReturnType<Connections['to']> => {
    const { way } = host;
    if (way.kind !== 'ssh')
      throw new HostFailure('jump-failed', `${host.name} is reached without SSH, so it cannot be a jump host`, 'see jump in faultline.yml');
    if (depth > MAX_HOPS)
      throw new HostFailure('jump-failed', `the way to ${host.name} has more than ${MAX_HOPS} jump hosts`, 'look for a circle in jump');
    const key = keyOf(host, way);
    const known = pool.get(key);
    if (known !== undefined) {
      const connection = await known.made;
      if (connection.isAlive()) {
        keepWhileUsed(key, known, connection);
        return { connection, reused: true };
      }
      if (pool.get(key) === known) pool.delete(key);
      return reach(host, depth);
    }
    const entry: Pooled = { made: make(host, way, depth) };
    pool.set(key, entry);
    try {
      const connection = await entry.made;
      keepWhileUsed(key, entry, connection);
      void connection.closed.then(() => {
        clearTimeout(entry.idle);
        if (pool.get(key) === entry) pool.delete(key);
      });
      return { connection, reused: false };
    } catch (error) {
      if (pool.get(key) === entry) pool.delete(key);
      throw error;
    }
  };

  const make = async (host: InventoryHost, way: SshWay, depth: number): Promise<Connection> => {
    const bastion = lastHop(way);
    const keys = await loadHostKeys(host.name, way, bastion?.name);
    const login = await loadLoginKeys(host.name, way, options.agentSocket);
    const finish = async (stream: Duplex): Promise<Connection> => establish(host, way, stream, keys, login, timeoutMs);
    if (bastion === undefined) {
      const failing = { name: host.name, address: way.address, port: way.port, user: way.user, offered: login.offered, timeoutMs };
      return connects.add(async () => finish(await dial(failing)));
    }
    // The bastion first, outside the slots: else those who wait for it could fill them all.
    await reachBastion(bastion, host, depth);
    return queueOf(bastion).add(() => connects.add(async () => finish(await through(bastion, host, way, depth))));
  };

  const queueOf = (bastion: InventoryHost): PQueue => {
    const key = JSON.stringify(bastion.way);
    const queue = bastions.get(key) ?? new PQueue({ concurrency: CONNECTS_THROUGH_ONE_BASTION });
    bastions.set(key, queue);
    return queue;
  };

  const reachBastion = async (bastion: InventoryHost, host: InventoryHost, depth: number): ReturnType<Connections['to']> => {
    try {
      return await reach(bastion, depth + 1);
    } catch (error) {
      if (!(error instanceof HostFailure)) throw error;
      const { kind, says, hint } = error.trouble;
      // The wrong key of a jump host is as grave as that of the host itself and keeps its name.
      const own = kind === 'host-key-unknown' || kind === 'host-key-changed' ? kind : 'jump-failed';
      const hop = kind === 'jump-failed' ? says : `the jump host ${bastion.name} on the way to ${host.name} failed: ${says}`;
      throw new HostFailure(own, hop, hint, { cause: error });
    }
  };

  const through = async (bastion: InventoryHost, host: InventoryHost, way: SshWay, depth: number): Promise<Duplex> => {
    for (let again = false; ; again = true) {
      const { connection, reused } = await reachBastion(bastion, host, depth);
      try {
        return await connection.forward(way.address, way.port);
      } catch (error) {
        const { message, reason, level } = errorParts(error);
        if (/Channel open failure/.test(message)) throw forwardFailure(bastion, host, way, message, reason);
        connection.retire();
        if (reused && !again) continue;
        throw new HostFailure(
          'jump-failed',
          `the jump host ${bastion.name} on the way to ${host.name} ${level === 'client-timeout' ? 'does not answer' : `was lost: ${message}`}`,
          `check that ${bastion.name} is up`,
          { cause: error },
        );
      }
    }
  };

  return {
    to,
    close: async () => {
      const made = [...pool.values()];
      pool.clear();
      const closing = made.map(entry => {
        clearTimeout(entry.idle);
        return entry.made.then(
          connection => connection.close(),
          () => undefined,
        );
      });
      // One that is still being made is closed as soon as it is there, but not waited for.
      const patience = new AbortController();
      await Promise.race([Promise.all(closing), delay(CLOSE_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
    },
  };
}

/** What the last jump host said when it was asked to connect onwards (RFC 4254 §5.1: 1 is prohibited, 2 is failed). */
function forwardFailure(
  bastion: InventoryHost,
  host: InventoryHost,
  way: SshWay,
  message: string,
  reason: number | undefined,
): HostFailure {
  const why = message.replace(/^.*Channel open failure: */, '');
  if (reason === 1) {
    return new HostFailure(
      'jump-failed',
      `the jump host ${bastion.name} does not let the bot connect onwards to ${host.name}: ${why}`,
      `allow it on ${bastion.name}: AllowTcpForwarding yes, PermitOpen, and no "restrict" without "port-forwarding" in authorized_keys`,
    );
  }
  return new HostFailure(
    'unreachable',
    `the jump host ${bastion.name} cannot reach ${host.name} (${way.address}:${way.port}): ${why}`,
    `check that ${host.name} is up and that sshd listens there, as seen from ${bastion.name}`,
  );
}

/**
 * The hop before the host, itself reached by the hops before it. The first hop is reached directly, since its own jump hosts were put into the
 * chain when the inventory was built (config/reach.ts).
 */
function lastHop(way: SshWay): InventoryHost | undefined {
  const last = way.jump.at(-1);
  if (last?.way.kind !== 'ssh' || way.jump.length < 2) return last;
  return { ...last, way: { ...last.way, jump: way.jump.slice(0, -1) } };
}

/** Two hosts share a connection only when they are reached, verified and logged in to in the very same way. */
function keyOf(host: InventoryHost, way: SshWay): string {
  return JSON.stringify([host.name, way]);
}
