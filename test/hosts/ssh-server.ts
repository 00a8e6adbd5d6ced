import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import type { InventoryHost } from '../../src/model/host.js';

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface KeyPair {
  /** `ssh-ed25519 AAAA…` */
  readonly public: string;
  readonly private: string;
}

export function keyPair(type: HostKeyType = 'ed25519', passphrase?: string): KeyPair {
  const bits = { ed25519: 256, ecdsa: 256, rsa: 2048 }[type];
  const sealed = passphrase === undefined ? {} : { cipher: 'aes256-cbc', passphrase, rounds: 1 };
  let pair: { readonly public: string; readonly private: string };
  // About one key in a hundred of ssh2's making is malformed, and cannot be read by itself.
  do pair = ssh2.utils.generateKeyPairSync(type as 'ecdsa', { bits, ...sealed } as never);
  while (ssh2.utils.parseKey(pair.private, passphrase) instanceof Error);
  return { public: pair.public.split(' ').slice(0, 2).join(' '), private: pair.private };
}

export interface FakeServer {
  readonly port: number;
  readonly hostKey: KeyPair;
  /** How many connections were made, and how many shells were started. */
  readonly counts: { connections: number; shells: number };
  /** Public keys that were offered, base64, each once. */
  readonly offered: Set<string>;
  /** Breaks every connection, as a reset would. */
  readonly cut: () => void;
  /** Settles when nobody is connected any more. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface FakeServerOptions {
  readonly hostKeys?: readonly KeyPair[];
  readonly login?: KeyPair;
  /** As sshd's MaxSessions; a slot is free again only some time after the channel was closed. */
  readonly maxSessions?: number;
  readonly allowForwarding?: boolean;
  /** Never says that a channel is over, not even when the other side does. */
  readonly keepsChannels?: boolean;
  /** Refuses every session in these words. */
  readonly refusesWith?: string;
  /** Takes the place of running the command. */
  readonly onExec?: (channel: ServerChannel, connection: Connection, count: number) => void;
}

/** An SSH server in this process that really runs what it is asked to, with sh. For what OpenSSH cannot be made to do on purpose. */
export async function startSshServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const hostKeys = options.hostKeys ?? [keyPair()];
  const counts = { connections: 0, shells: 0 };
  const live = new Set<Connection>();
  const offered = new Set<string>();
  const waiting: (() => void)[] = [];
  const sockets = new Set<import('node:net').Socket>();
  const login = options.login === undefined ? undefined : ssh2.utils.parseKey(options.login.public);
  const server = new ssh2.Server({ hostKeys: hostKeys.map(key => key.private) }, connection => {
    counts.connections++;
    live.add(connection);
    let sessions = 0;
    connection.on('error', () => undefined);
    connection.on('close', () => {
      live.delete(connection);
      if (live.size === 0) for (const settle of waiting.splice(0)) settle();
    });
    if (options.keepsChannels === true) {
      const { _protocol } = connection as unknown as { _protocol: { channelClose: () => void; channelEOF: () => void } };
      _protocol.channelClose = () => undefined;
      _protocol.channelEOF = () => undefined;
    }
    if (options.refusesWith !== undefined) {
      const { _protocol } = connection as unknown as {
        _protocol: { channelOpenFail: (id: number, reason: number, says: string) => void };
      };
      const refuse = _protocol.channelOpenFail.bind(_protocol);
      _protocol.channelOpenFail = (id, reason) => refuse(id, reason, options.refusesWith ?? '');
    }
    connection.on('authentication', context => {
      if (context.method === 'publickey') offered.add(context.key.data.toString('base64'));
      if (login === undefined && context.method === 'publickey') return context.accept();
      if (context.method !== 'publickey' || login === undefined || login instanceof Error) return context.reject(['publickey']);
      const wanted = Array.isArray(login) ? login[0] : login;
      if (wanted !== undefined && context.key.data.equals(wanted.getPublicSSH())) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (accept, reject) => {
      if (sessions >= (options.maxSessions ?? 10)) return reject();
      sessions++;
      const session = accept();
      session.once('close', () => setTimeout(() => sessions--, 30));
      session.on('exec', (acceptExec, _reject, info) => {
        counts.shells++;
        const channel = acceptExec();
        channel.on('error', () => undefined);
        if (options.onExec !== undefined) options.onExec(channel, connection, counts.shells);
        else runCommand(channel, info.command);
      });
    });
    connection.on('tcpip', (accept, reject, info) => {
      if (options.allowForwarding === false) return reject();
      const socket = connect(info.destPort, info.destIP);
      sockets.add(socket);
      socket.once('error', () => reject());
      socket.once('connect', () => {
        const channel = accept();
        channel.on('error', () => undefined);
        socket.removeAllListeners('error').on('error', () => channel.end());
        socket.pipe(channel).pipe(socket);
      });
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const first = hostKeys[0];
  if (first === undefined) throw new Error('a server needs a host key');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    for (const connection of live) (connection as unknown as { _sock: { destroy(): void } })._sock.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: first,
    counts,
    offered,
    cut,
    empty: () => (live.size === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve))),
    close: async () => {
      cut();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

export function runCommand(channel: ServerChannel, command: string): void {
  const child = spawn('/bin/sh', ['-c', command], { stdio: 'pipe', detached: true });
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('close', code => {
    channel.exit(code ?? 255);
    channel.end();
  });
  channel.on('close', () => child.stdin.end());
}

/** A folder for keys and known_hosts that is gone after the test. */
export async function temporaryFolder(): Promise<{
  path: string;
  write: (name: string, text: string) => Promise<string>;
  remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'faultline-hosts-'));
  return {
    path,
    write: async (name, text) => {
      await writeFile(join(path, name), text, { mode: 0o600 });
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

export function sshHost(name: string, way: Partial<Extract<InventoryHost['way'], { kind: 'ssh' }>>): InventoryHost {
  return {
    name,
    addresses: [],
    labels: {},
    way: { kind: 'ssh', address: '127.0.0.1', port: 22, user: 'faultline', identityFiles: [], knownHosts: [], jump: [], ...way },
  };
}
