import { openLocalShell } from '../../src/hosts/local.js';
import { runBatch } from '../../src/hosts/run-batch.js';
import { attemptOf, check, plan, read, run, runOf, shells } from './plans.js';

/** A shell that may not start a single process. Root is above that limit, so it becomes nobody first. */
function withoutForks(shell: readonly string[]): [string, ...string[]] {
  const limited = ['/bin/sh', '-c', `ulimit -p 1 2>/dev/null || ulimit -u 1; exec ${shell.join(' ')}`] as const;
  return process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...limited] : [...limited];
}

describe.each(shells.map(shell => ({ name: shell.join(' '), shell })))('a host where $name cannot start a process', ({ shell }) => {
  it('still gives its files, and says why it gave nothing else', async () => {
    const host = await runBatch(
      openLocalShell(withoutForks(shell)),
      plan(
        [
          check('load', read('/proc/loadavg')),
          check('missing', read('/proc/nowhere')),
          check('either', [run('ss', '-ltn'), read('/proc/sys/kernel/os[rt]*')]),
          check('only', run('ss', '-ltn')),
          check('rise', read('/proc/stat', '/proc/uptime'), { sample: 'twice' }),
          check('capped', read('/proc/self/status'), { capBytes: 20 }),
        ],
        1,
      ),
    );
    expect(host.trouble).toMatchObject({ kind: 'cannot-fork', says: expect.stringContaining('cannot start another process') });
    expect(host.uid).toBe(process.getuid?.() === 0 ? 65_534 : process.getuid?.());
    expect(host.hostClock).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(attemptOf(host, 'load')).toMatchObject({
      stdout: expect.stringMatching(/^\/proc\/loadavg:[\d. /]+\n$/),
      exit: 0,
      end: 'exited',
    });
    expect(attemptOf(host, 'either')).toMatchObject({
      variant: 1,
      stdout: expect.stringMatching(/^\/proc\/sys\/kernel\/osrelease:.*\n\/proc\/sys\/kernel\/ostype:Linux\n$/),
    });
    expect(attemptOf(host, 'rise', 1).from - attemptOf(host, 'rise', 0).to).toBeGreaterThanOrEqual(0.9);
    expect(attemptOf(host, 'rise').stdout).toContain('/proc/stat:intr ');
    expect(attemptOf(host, 'capped')).toMatchObject({ truncated: true, stdout: expect.stringMatching(/^.{20}$/s) });
    expect(runOf(host, 'only')).toMatchObject({
      kind: 'not-run',
      reason: 'unreachable',
      detail: expect.stringContaining('cannot start another process'),
    });
    expect(runOf(host, 'missing').kind).toBe('not-run');
  });
});
