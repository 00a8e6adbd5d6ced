import { createStartCommand } from '../../src/hosts/operator-command.js';

function started(argv: readonly [string, ...string[]], graceMs = 5_000) {
  let printed = '';
  const ready = Promise.withResolvers<void>();
  const print = (text: string): void => {
    printed += text;
    if (printed.includes('ready')) ready.resolve();
  };
  return { command: createStartCommand({ print, graceMs })(argv), printed: () => printed, ready: ready.promise };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('it ends by itself, and both its streams are shown', async () => {
  const { command, printed } = started(['sh', '-c', 'echo out; echo err >&2; exit 3']);
  expect(await command.ended).toEqual({ kind: 'exited', code: 3 });
  await command.stop();
  expect(printed().split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('no shell reads it', async () => {
  const { command, printed } = started(['printf', '%s', '$(id); `id`']);
  await command.ended;
  await command.stop();
  expect(printed()).toBe('$(id); `id`');
});

test('what cannot be started is said', async () => {
  const { command } = started(['/no/such/program']);
  expect(await command.ended).toEqual({ kind: 'not-started', says: expect.stringContaining('ENOENT') });
  await command.stop();
});

test('stopped politely, with all that it started', async () => {
  const { command, ready, printed } = started(['sh', '-c', 'sleep 600 & echo "child $! ready"; wait']);
  await ready;
  await command.stop();
  expect(await command.ended).toEqual({ kind: 'killed', signal: 'SIGTERM' });
  const child = Number(/child (\d+)/u.exec(printed())?.[1]);
  for (let tries = 0; isAlive(child) && tries < 100; tries++) await new Promise(resolve => setTimeout(resolve, 20));
  expect(isAlive(child)).toBe(false);
});

test('one that ignores that is killed', async () => {
  const { command, ready } = started(['sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'], 100);
  await ready;
  await command.stop();
  expect(await command.ended).toEqual({ kind: 'killed', signal: 'SIGKILL' });
});
