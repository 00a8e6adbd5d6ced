import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until something is true; gives up, false, after 20 s. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isTrue()) return true;
    await delay(50);
  }
  return false;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
