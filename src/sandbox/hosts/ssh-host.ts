import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';

export interface SshHostOptions {
  /** A loopback address. */
  readonly address: string;
  readonly port: number;
  /** Text of the private host key. */
  readonly hostKey: string;
  /** The only key that may log in, `ssh-ed25519 AAAA…`. */
  readonly clientKey: string;
}

/** The SSH side of a demo host. */
export interface SshHost {
  readonly end: () => Promise<void>;
}

/** What the bot starts on a host, to the letter; anything else is refused. */
const SHELL = /^exec env -i DIAGRUN=[0-9a-f]{32} HOME=\/ \/bin\/sh$/;

/** How long a shell may take to end after its line has, in milliseconds: it sweeps what it started. */
const FAREWELL_MS = 3000;

function mayEnter(context: AuthContext, clientKey: ssh2.ParsedKey): boolean {
  if (context.method !== 'publickey' || context.key.algo !== clientKey.type) return false;
  if (!context.key.data.equals(clientKey.getPublicSSH())) return false;
  // Without a signature the client only asks whether the key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return clientKey.verify(context.blob, context.signature, context.hashAlgo) === true;
}

/** Runs the shell as this user, in a process group of its own, as sshd does. */
function runShell(channel: ServerChannel, command: string, running: Set<ChildProcessWithoutNullStreams>): void {
  const child = spawn('/bin/sh', ['-c', command], { stdio: 'pipe', detached: true, env: {}, cwd: '/' });
  running.add(child);
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once('error', () => {
    running.delete(child);
    channel.exit(255);
    channel.end();
  });
  child.once('close', code => {
    running.delete(child);
    channel.exit(code ?? 255);
    channel.end();
  });
  channel.once('close', () => {
    // The script ends all that it started when its stdin ends.
    child.stdin.end();
    setTimeout(() => killGroup(child), FAREWELL_MS).unref();
  });
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** An SSH server on a loopback address that runs the bot's shell as the current user, for one key. */
export async function startSshHost({ address, port, hostKey, clientKey }: SshHostOptions): Promise<SshHost> {
  const parsed = ssh2.utils.parseKey(clientKey);
  if (parsed instanceof Error) throw parsed;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined) throw new Error('a demo host needs the key that may log in');
  const connections = new Set<Connection>();
  const running = new Set<ChildProcessWithoutNullStreams>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, connection => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', context => (mayEnter(context, key) ? context.accept() : context.reject(['publickey'])));
    connection.on('session', accept => {
      const session = accept();
      session.on('exec', (acceptExec, reject, { command }) => {
        if (SHELL.test(command)) runShell(acceptExec(), command, running);
        else reject();
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  server.on('error', () => undefined);
  return {
    end: async () => {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      const ends = [...running].map(child => new Promise<void>(resolve => child.once('close', () => resolve())));
      for (const child of running) killGroup(child);
      await Promise.all([closed, ...ends]);
    },
  };
}
