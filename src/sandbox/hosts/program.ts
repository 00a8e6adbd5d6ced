import { type ChildProcess, spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One of the demo's programs, in a process of its own. */
export interface Program {
  readonly pid: number;
  readonly isAlive: () => boolean;
  /** How it ended, in words; nothing while it runs. */
  readonly ended: () => string | undefined;
  readonly send: (order: object) => void;
  /** Resolves when the process is gone. */
  readonly end: () => Promise<void>;
}

/** How long a program may take until it serves; a laptop under load starts Node in about a second. */
const START_MS = 20_000;

/** Programs are run as they lie beside this file: built, or as TypeScript, which Node 22.6 and later can strip by itself. */
function commandFor(name: string): readonly string[] {
  const extension = extname(import.meta.url);
  const file = fileURLToPath(new URL(`./programs/${name}${extension}`, import.meta.url));
  return [...(extension === '.ts' ? ['--experimental-strip-types', '--no-warnings'] : []), file];
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(`it could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal === null ? `it ended with exit code ${code ?? '?'}` : `it was ended by ${signal}`));
  });
}

/**
 * Starts a program and waits until it serves. It holds one end of a channel and dies when this process does, however that ends.
 * `descriptors` is its limit of open files: the shell lowers it and is then replaced by the program.
 */
export async function startProgram(name: 'service' | 'clients' | 'proxy', options: object, descriptors?: number): Promise<Program> {
  const words = [process.execPath, ...commandFor(name)];
  const [command = '', ...args] =
    descriptors === undefined ? words : ['/bin/sh', '-c', `ulimit -n ${descriptors}; exec "$@"`, 'sh', ...words];
  // An empty environment: nothing of the person's own reaches the programs, NODE_OPTIONS least of all.
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {}, cwd: '/' });
  let ended: string | undefined;
  const gone = exitOf(child).then(how => {
    ended = how;
    return how;
  });
  child.on('error', () => undefined);
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  let timer: NodeJS.Timeout | undefined;
  const answer = await Promise.race([
    new Promise<string | undefined>(resolve => {
      child.once('message', (said: unknown) => {
        const isReady = typeof said === 'object' && said !== null && 'kind' in said && said.kind === 'ready';
        const says = typeof said === 'object' && said !== null && 'says' in said ? String(said.says) : 'it said something odd';
        resolve(isReady ? undefined : says);
      });
    }),
    gone,
    new Promise<string>(resolve => {
      timer = setTimeout(() => resolve(`it did not serve within ${START_MS / 1000} s`), START_MS);
    }),
    new Promise<string>(resolve => {
      child.once('spawn', () => child.send(options, error => error && resolve(`it took no order: ${error.message}`)));
    }),
  ]);
  clearTimeout(timer);
  if (answer !== undefined) {
    await end();
    throw new Error(`the demo's program ${name} did not start: ${answer}`);
  }
  return {
    pid: child.pid ?? -1,
    isAlive: () => ended === undefined,
    ended: () => ended,
    send: order => {
      if (child.connected) child.send(order, () => undefined);
    },
    end,
  };
}
