import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Loading and first answer, on a busy machine. */
const MOST_START_MS = 60_000;
/** Between SIGTERM and SIGKILL. */
const MOST_END_MS = 15_000;

/** A server of a Debian package, as a plain process with a folder of its own. */
export interface ServerProcess {
  readonly folder: string;
  readonly pid: number;
  /** Everything that it wrote to stdout and stderr. */
  readonly log: () => string;
  /** SIGTERM, later SIGKILL; its folder is removed. */
  readonly stop: () => Promise<void>;
}

/** Starts `file ARGS…` with a fresh folder, and resolves when the URL `ready` answers 200, or its log holds the pattern `ready`. Throws with its log when it ends or is not ready in time. */
export async function startServer(
  file: string,
  argsIn: (folder: string) => readonly string[] | Promise<readonly string[]>,
  ready: string | RegExp,
): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-server-lab-'));
  const child = spawn(file, await argsIn(folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let failed: Error | undefined;
  child.on('error', error => {
    failed = error;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += String(chunk);
    });
  const hasEnded = (): boolean => failed !== undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (!hasEnded()) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), MOST_END_MS);
      await ended;
      clearTimeout(late);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + MOST_START_MS;
  while (!(typeof ready === 'string' ? await answers(ready) : ready.test(said))) {
    if (hasEnded() || Date.now() > until) {
      await stop();
      throw new Error(
        `${file} ${hasEnded() ? 'ended before it was ready' : `was not ready within ${MOST_START_MS} ms`}: ${failed?.message ?? ''}\n${said}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return { folder, pid: child.pid ?? 0, log: () => said, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}
