import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^faultline-demo-(\d+)-/u;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Takes away what a demo that was killed could not. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? '0');
    if (pid === 0 || isRunning(pid)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's: not ours to take away.
    }
  }
}

/** A folder for one demo that only this user can enter (0700). It carries the demo's pid, so that a later one can tell whether it is still in use. */
export function makeDemoFolder(parent = tmpdir()): { readonly path: string; readonly remove: () => void } {
  sweep(parent);
  const path = mkdtempSync(join(parent, `faultline-demo-${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
