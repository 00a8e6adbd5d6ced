import { readFileSync } from 'node:fs';

interface CpuTime {
  readonly stolen: number;
  readonly all: number;
}

function cpuTime(): CpuTime {
  const [, ...ticks] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/ +/u);
  const numbers = ticks.map(Number);
  return { stolen: numbers[7] ?? 0, all: numbers.slice(0, 8).reduce((sum, one) => sum + one, 0) };
}

/** Starts to watch how much of this machine's CPU time its hypervisor gives to others; the function says which part it was since then. */
export function watchStolenTime(): () => number {
  const before = cpuTime();
  return () => {
    const now = cpuTime();
    return (now.stolen - before.stolen) / Math.max(1, now.all - before.all);
  };
}
