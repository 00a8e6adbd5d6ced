import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The program as it was built; `FAULTLINE_MAIN` names another. */
const MAIN = process.env.FAULTLINE_MAIN ?? 'dist/main.js';
/** Hosts, workspace and bot start, and the first fault is made. */
const MOST_START_MS = 60_000;
/** The grace of the bot, and the hosts behind it. */
const MOST_END_MS = 30_000;

/** The demo as a person starts it, with a folder of its own for temporary files. */
export interface DemoProcess {
  readonly url: string;
  /** What it printed. */
  readonly printed: () => string;
  /** Ctrl-C; resolves when the process has ended, with its exit code and everything that it left behind, one line each. */
  readonly interrupt: () => Promise<{ readonly exit: number | null; readonly left: readonly string[] }>;
  /** For the end of a test that broke: whatever is left is ended by force. */
  readonly kill: () => void;
}

/** The process, its children, their children. */
function family(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/u.test(entry))) {
    try {
      // The name in parentheses may hold anything; the fields behind the last one are: state, parent.
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
      parents.set(Number(name), parent);
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [root];
  for (const each of found) for (const [pid, parent] of parents) if (parent === each) found.push(pid);
  return found;
}

/** Name and start of a process: a pid alone may be somebody else's by now. */
function identity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' ? undefined : `process ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}${fields[18]}`;
  } catch {
    return undefined;
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function urlOf(child: ChildProcess, printed: () => string): Promise<string> {
  const late = setTimeout(() => child.kill('SIGKILL'), MOST_START_MS);
  try {
    for (;;) {
      const [, url] = /Open\s+(http:\S+)/u.exec(printed()) ?? [];
      // The last line of the welcome: everything stands.
      if (url !== undefined && printed().includes('Ctrl-C')) return url;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the demo ended before it had started:\n${printed()}`);
      await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
    }
  } finally {
    clearTimeout(late);
  }
}

/** Starts `faultline demo` on any free port. */
export async function startDemo(): Promise<DemoProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-test-'));
  const child = spawn(process.execPath, [MAIN, 'demo', '--port', '0'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      printed += String(chunk);
    });
  const ended = once(child, 'exit');
  const killAll = (): void => {
    if (child.exitCode === null && child.signalCode === null)
      for (const pid of family(child.pid ?? -1).toReversed()) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = await urlOf(child, () => printed);
    return {
      url,
      printed: () => printed,
      interrupt: async () => {
        const before = family(child.pid ?? -1).flatMap(pid => identity(pid) ?? []);
        child.kill('SIGINT');
        const late = setTimeout(() => child.kill('SIGKILL'), MOST_END_MS);
        await ended;
        clearTimeout(late);
        const after = new Set(before.map(each => identity(Number(each.split(' ')[1]))));
        return {
          exit: child.exitCode,
          left: [
            ...before.filter(each => after.has(each)),
            ...((await isOpen(Number(new URL(url).port))) ? [`port of ${url}`] : []),
            ...readdirSync(folder).map(name => `file ${name}`),
          ],
        };
      },
      kill: killAll,
    };
  } catch (error) {
    killAll();
    throw error;
  }
}
