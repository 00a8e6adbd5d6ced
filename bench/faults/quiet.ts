import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Share of the CPUs' time that must be idle: a host of the lab sees what else the machine does, and says so, rightly. */
const IDLE = 0.6;
const LOOK_SECONDS = 3;
const MOST_LOOKS = 200;

function times(): { readonly idle: number; readonly all: number } {
  const each = cpus().map(cpu => cpu.times);
  return {
    idle: each.reduce((sum, { idle }) => sum + idle, 0),
    all: each.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  };
}

/** Resolves when other work leaves this machine to the bench. Rejects after ten minutes without that. */
export async function quietMachine(): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const before = times();
    await sleep(LOOK_SECONDS * 1000);
    const after = times();
    if ((after.idle - before.idle) / (after.all - before.all) >= IDLE) return;
  }
  throw new Error('other work on this machine leaves it no rest: end it, and call the bench again; it goes on where it was');
}
