import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quote } from '../../src/hosts/quote.js';

/** The script as it is shipped. */
export const ROOT_SCRIPT = fileURLToPath(new URL('../../libexec/faultline-root', import.meta.url));

/** Shells of this machine that could be a host's `/bin/sh`. */
export const shells: readonly (readonly string[])[] = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  ([name = '', ...args]) => spawnSync(name, [...args, '-c', 'exit 0']).status === 0,
);

/** How a run of the script ended. */
interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the script that finds everything in a folder of its own: other constants, the same text. */
interface MovedScript {
  readonly folder: string;
  readonly path: string;
  readonly run: (...args: readonly string[]) => Ended;
  readonly write: (name: string, text: string) => void;
  readonly read: (name: string) => string;
}

const moved: string[] = [];

/** Removes the folders of all moved scripts; for `afterAll`. */
export function removeMoved(): void {
  for (const folder of moved.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Moves the constants of the script below a new folder; throws when one of them is not found, so that nothing is touched outside. */
export function movedScript(shell: readonly string[] = shells[0] ?? ['sh']): MovedScript {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-root-'));
  moved.push(folder);
  let text = readFileSync(ROOT_SCRIPT, 'utf8');
  const move = (line: RegExp, to: string): void => {
    if (!line.test(text)) throw new Error(`the script has no line ${line}`);
    text = text.replace(line, to);
  };
  const places: Readonly<Record<string, string>> = {
    SYSCTL_D: 'sysctl.d',
    RUN: 'run',
    SYSTEMD: 'systemd',
    CONTROL: 'control',
    CGROUP: 'cgroup',
    NET: 'net',
    NGINX: 'nginx',
  };
  for (const [name, place] of Object.entries(places)) {
    mkdirSync(join(folder, place), { recursive: true });
    move(new RegExp(`^${name}=/.*$`, 'm'), `${name}=${join(folder, place)}`);
  }
  // Settings of the kernel are files in the folder; processes are the real ones.
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'sys'));
  move(/'%s\/sys\/%s' "\$PROC"/, `'%s/sys/%s' ${quote(folder)}`);
  move(/^PATH=.*$/m, `PATH=${join(folder, 'bin')}:$PATH`);
  move(/^ROOT_UID=0$/m, `ROOT_UID=${process.getuid?.() ?? 0}`);
  const path = join(folder, 'faultline-root');
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  const [command = 'sh', ...before] = shell;
  return {
    folder,
    path,
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(command, [...before, path, ...args], { encoding: 'utf8' });
      return { exit: status ?? -1, stdout, stderr };
    },
    write: (name, content) => {
      const file = join(folder, name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content);
      if (name.startsWith('bin/')) chmodSync(file, 0o755);
    },
    read: name => readFileSync(join(folder, name), 'utf8'),
  };
}

/** Exit codes of many calls of the shipped script, one after the other in one shell. */
export function exitCodes(shell: readonly string[], calls: readonly (readonly string[])[]): readonly number[] {
  const [command = 'sh', ...before] = shell;
  const call = [...shell, ROOT_SCRIPT].map(quote).join(' ');
  const script = calls.map(args => `${call} ${args.map(quote).join(' ')} >/dev/null 2>&1 </dev/null\necho $?`).join('\n');
  const { stdout, stderr, status } = spawnSync(command, [...before, '-s'], { input: script, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`the calls could not be made: ${stderr}`);
  return stdout.trim().split('\n').map(Number);
}
