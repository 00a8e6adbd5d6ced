import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}

/** CPU of this process while `work` runs. */
export async function cpuOf(work) {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpuMs: (user + system) / 1000 };
}

/** Largest pause of this process and its memory above `idleRss` while `work` runs. Watching costs CPU, so that `cpuOf` is measured apart. */
export async function watched(idleRss, work) {
  const loop = monitorEventLoopDelay({ resolution: 10 });
  let peak = 0;
  const sample = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  loop.enable();
  const value = await work();
  loop.disable();
  clearInterval(sample);
  return { value, stallMs: loop.max / 1e6, rssMb: (peak - idleRss) / 1e6 };
}

/** Runs another tool and gives its wall time and the CPU of it and the children it waited for. */
export function tool(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn('bash', ['-c', `TIMEFORMAT='CPU %U %S'; time "$@" >/dev/null`, 'bash', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', () => {
      const [, user, system] = /CPU ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
      resolve({ ms: performance.now() - started, cpuMs: (Number(user) + Number(system)) * 1000, stderr });
    });
  });
}
