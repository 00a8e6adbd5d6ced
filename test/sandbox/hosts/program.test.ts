import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { takePortBlock } from '../../../src/sandbox/hosts/ports.js';
import { startProgram } from '../../../src/sandbox/hosts/program.js';
import { isRunning, until } from './until.js';

const service = (manner: string, port = 0) => ({ title: 'tested', parent: process.pid, address: '127.0.0.1', port, backlog: 4, manner });

/** A process that starts one program as the demo does, says its pid and waits. */
const PARENT = `
import { spawn } from 'node:child_process';
const [file, options] = process.argv.slice(1);
const child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', file], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {} });
child.once('exit', () => process.exit(1));
child.once('message', () => process.stdout.write(child.pid + '\\n'));
child.send({ ...JSON.parse(options), parent: process.pid });
setInterval(() => undefined, 1000);
`;

describe('a program of the demo', () => {
  test.each([
    ['service', service('answers')],
    ['service', service('never-accepts')],
    ['clients', { title: 'tested' }],
    ['proxy', { title: 'tested', sites: [], connectMs: 1, readMs: 1 }],
  ])('%s %j dies when the demo is killed', async (name, options) => {
    const file = resolve(`src/sandbox/hosts/programs/${name}.ts`);
    const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, file, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [said] = await Promise.race([once(parent.stdout, 'data'), once(parent, 'exit').then(() => ['it did not start'])]);
      const pid = Number(String(said));
      expect(isRunning(pid)).toBe(true);
      parent.kill('SIGKILL');
      expect(await until(() => !isRunning(pid))).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('that cannot serve says why, and is gone', async () => {
    const block = await takePortBlock();
    const one = await startProgram('service', service('answers', block.port(0)));
    await expect(startProgram('service', service('answers', block.port(0)))).rejects.toThrow(/service did not start: .*EADDRINUSE/u);
    await Promise.all([one.end(), block.release()]);
    expect(one.isAlive()).toBe(false);
    expect(isRunning(one.pid)).toBe(false);
  });

  test('that crashes says with which exit code', async () => {
    const one = await startProgram('service', service('crashes'));
    expect(await until(() => !one.isAlive())).toBe(true);
    expect(one.ended()).toBe('it ended with exit code 1');
  });
});
