import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Config, NodeSSH } from 'node-ssh';
import PQueue from 'p-queue';
import type { Client, ClientChannel } from 'ssh2';
import type { InventoryHost } from '../model/host.js';
import type { ShellChannel } from './channel.js';
import { connectFailure, errorParts, type Failing, HostFailure } from './failures.js';
import { fingerprint, type HostKeys, type SshWay } from './host-keys.js';
import type { LoginKeys } from './login-keys.js';

/** Without group-exchange, which costs 1.2 s of main thread per handshake (docs/decisions/0007, 2). */
const KEX = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
];

/** sshd allows 10 sessions (MaxSessions), and frees one only after it was reported closed: five were never refused (docs/decisions/0007, 3). */
const MAX_CHANNELS = 5;
/** A connection that answers no keep-alive for this long is dead. */
const KEEP_ALIVE = { keepaliveInterval: 5000, keepaliveCountMax: 3 };
/** Longest wait for a channel on an established connection, in milliseconds. */
const OPEN_MS = 5000;

/** How long a peer has to answer a farewell, in milliseconds; after that the bot goes, whatever the peer does. */
const FAREWELL_MS = 1000;

/** One established and verified SSH connection. */
export interface Connection {
  readonly hostKeyFingerprint: string;
  readonly isAlive: () => boolean;
  /** Channels in use. */
  readonly users: () => number;
  readonly openShell: (runId: string, reused: boolean) => Promise<ShellChannel>;
  /** A stream to another address, as this host reaches it. */
  readonly forward: (address: string, port: number) => Promise<Duplex>;
  /** Ends it as soon as nobody uses it any more; at once when nobody does. */
  readonly retire: () => void;
  /** Ends it within a second, whoever uses it and whatever the peer does. */
  readonly close: () => Promise<void>;
  readonly closed: Promise<void>;
}

/** A TCP connection without Nagle's delay, which costs 40 ms per round trip here (docs/decisions/0007, 1). */
export async function dial(failing: Failing): Promise<Socket> {
  const socket = connect({ host: failing.address, port: failing.port, noDelay: true });
  const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), failing.timeoutMs);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    throw connectFailure(failing, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Speaks SSH over a stream: verifies the host key, logs in. Throws a HostFailure that says what is wrong. */
export async function establish(
  host: InventoryHost,
  way: SshWay,
  stream: Duplex,
  keys: HostKeys,
  login: LoginKeys,
  timeoutMs: number,
): Promise<Connection> {
  let refusal: unknown;
  let shownKey = Buffer.alloc(0);
  const ssh = new NodeSSH();
  const config: Config = {
    sock: stream as Socket,
    username: way.user,
    authHandler: login.methods,
    readyTimeout: timeoutMs,
    ...KEEP_ALIVE,
    algorithms: { kex: KEX as never, serverHostKey: [...keys.algorithms] as never },
    hostVerifier: (key: Buffer): boolean => {
      try {
        keys.verify(key);
        shownKey = Buffer.from(key);
        return true;
      } catch (error) {
        refusal = error;
        return false;
      }
    },
  };
  const connecting = ssh.connect(config);
  const client = ssh.connection;
  if (client === null) throw new HostFailure('unreachable', `${host.name}: no SSH client was made`, '');
  // node-ssh stops listening once it is connected; an error without a listener would end the process.
  client.on('error', () => undefined);
  let lose: () => void = () => undefined;
  const closed = new Promise<void>(resolve => {
    lose = resolve;
    client.once('close', () => resolve());
  });
  try {
    await connecting;
  } catch (error) {
    client.destroy();
    stream.destroy();
    if (refusal !== undefined) throw refusal;
    const failing = { name: host.name, address: way.address, port: way.port, user: way.user, offered: login.offered, timeoutMs };
    throw connectFailure(failing, error);
  }
  const kill = (): void => {
    client.destroy();
    // ssh2 destroys no stream that it has ended, so that a peer could keep it open for ever.
    stream.destroy();
    lose();
  };
  return established(host, client, fingerprint(shownKey), closed, kill);
}

function established(host: InventoryHost, client: Client, hostKeyFingerprint: string, closed: Promise<void>, kill: () => void): Connection {
  let alive = true;
  let retired = false;
  const open = new Set<Promise<unknown>>();
  let opening = 0;
  const slots = new PQueue({ concurrency: MAX_CHANNELS });
  const endWhenUnused = (): void => {
    if (!retired || open.size + opening > 0) return;
    client.end();
    setTimeout(kill, FAREWELL_MS).unref();
  };
  // A set and no promise: what waits on the connection's end would otherwise be kept as long as the connection is.
  const onLost = new Set<() => void>();
  void closed.then(() => {
    alive = false;
    for (const lost of onLost) lost();
  });
  const retire = (): void => {
    alive = false;
    retired = true;
    endWhenUnused();
  };
  const track = (until: Promise<unknown>): void => {
    open.add(until);
    void until.then(() => {
      open.delete(until);
      endWhenUnused();
    });
  };

  const startShell = async (runId: string, reused: boolean): Promise<ShellChannel> => {
    const shell = (stream: ClientChannel): ShellChannel => shellChannel(stream, onLost, reused, retire);
    for (let refusals = 0; ; ) {
      try {
        return await startChannel(client, `exec env -i DIAGRUN=${runId} HOME=/ /bin/sh`, shell);
      } catch (error) {
        if (!/Channel open failure/.test(errorParts(error).message)) throw error;
        if (open.size > 0) {
          // Fewer sessions than usual are allowed (MaxSessions): make do with those that were granted.
          slots.concurrency = open.size;
          await Promise.race(open);
        } else if (refusals++ < 6) await delay(20 * 2 ** refusals);
        else {
          throw new HostFailure(
            'no-session',
            `${host.name} let the bot log in but grants it no session: ${errorParts(error).message}`,
            'set MaxSessions to 1 or more in its sshd_config, and check that the account may run commands',
            { cause: error },
          );
        }
      }
    }
  };

  return {
    hostKeyFingerprint,
    isAlive: () => alive,
    users: () => open.size + opening,
    openShell: (runId, reused) =>
      new Promise((resolve, reject) => {
        opening++;
        slots
          .add(async () => {
            const channel = await startShell(runId, reused).finally(() => opening--);
            track(channel.closed);
            resolve(channel);
            await channel.closed;
          })
          .catch(reject);
      }),
    forward: async (address, port) => {
      opening++;
      const [stream, until] = await within<[ClientChannel, Promise<void>]>(
        (resolve, reject) => {
          client.forwardOut('127.0.0.1', 0, address, port, (error, channel) =>
            error ? reject(error) : resolve([channel, forwardClose(channel, onLost)]),
          );
        },
        ([late]) => late.destroy(),
      ).finally(() => opening--);
      track(until);
      return stream;
    },
    retire,
    close: async () => {
      retire();
      const timer = setTimeout(kill, FAREWELL_MS);
      await closed;
      clearTimeout(timer);
    },
    closed,
  };
}

/** `wrap` is called before anything else of the channel arrives: a short command's exit status comes in the same packet as the consent. */
function startChannel(client: Client, command: string, wrap: (stream: ClientChannel) => ShellChannel): Promise<ShellChannel> {
  return within(
    (resolve, reject) => {
      client.exec(command, (error, stream) => (error ? reject(error) : resolve(wrap(stream))));
    },
    channel => channel.destroy(false),
  );
}

/** A connection that died unnoticed answers nothing at all; that must not take until the deadline of the visit. */
function within<T>(
  start: (resolve: (opened: T) => void, reject: (error: unknown) => void) => void,
  tooLate?: (opened: T) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(Object.assign(new Error(`no answer within ${OPEN_MS / 1000} s`), { level: 'client-timeout' }));
    }, OPEN_MS);
    const opened = (value: T): void => {
      clearTimeout(timer);
      if (over) tooLate?.(value);
      else resolve(value);
    };
    const failed = (error: unknown): void => {
      clearTimeout(timer);
      reject(error);
    };
    try {
      start(opened, failed);
    } catch (error) {
      failed(error); // ssh2 throws at once when it knows that the connection is gone
    }
  });
}

/** Settles when the channel closes, its connection is lost or nobody waits for either any more, whichever comes first. */
function closeOf(stream: ClientChannel, onLost: Set<() => void>): { readonly closed: Promise<void>; readonly settle: () => void } {
  let settle: () => void = () => undefined;
  const closed = new Promise<void>(resolve => {
    settle = () => {
      onLost.delete(settle);
      resolve();
    };
    onLost.add(settle);
    stream.once('close', settle);
  });
  return { closed, settle };
}

/** A forwarded stream is over soon after this side has ended it, even when the jump host never says that it closed it. */
function forwardClose(stream: ClientChannel, onLost: Set<() => void>): Promise<void> {
  const { closed, settle } = closeOf(stream, onLost);
  stream.once('finish', () => setTimeout(settle, FAREWELL_MS).unref());
  return closed;
}

function shellChannel(stream: ClientChannel, onLost: Set<() => void>, reused: boolean, retire: () => void): ShellChannel {
  let status: number | undefined;
  stream.on('exit', (code: number | null) => {
    status = code ?? undefined; // null: killed by a signal, or the line broke
  });
  stream.on('error', () => undefined);
  const channel = closeOf(stream, onLost);
  let open = true;
  const closed = channel.closed.then(() => {
    open = false;
    return status;
  });
  return {
    reused,
    write: text => void stream.write(text),
    end: () => void stream.end(),
    destroy: broken => {
      stream.end();
      stream.close();
      stream.destroy();
      if (broken) retire();
      setTimeout(() => {
        if (!open) return;
        // The peer keeps the channel open: let go of it, and trust the connection no further. Paused, it can send no more than its window.
        stream.pause();
        stream.stderr.pause();
        channel.settle();
        retire();
      }, FAREWELL_MS).unref();
    },
    onStdout: listener => void stream.on('data', listener),
    onStderr: listener => void stream.stderr.on('data', listener),
    closed,
  };
}
