import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalShell } from '../../src/hosts/local.js';
import { runBatch } from '../../src/hosts/run-batch.js';
import type { CheckPlan } from '../../src/model/plan.js';
import { attemptOf, check, plan, read, run, runOf, sh, shells } from './plans.js';

describe.each(shells.map(shell => ({ name: shell.join(' '), shell })))('checks run by $name', ({ shell }) => {
  const visit = (what: CheckPlan, options = {}) => runBatch(openLocalShell(shell), what, options);

  it('gives stdout, stderr, exit status and times of each check, and who and when it was', async () => {
    const before = Math.floor(Date.now() / 1000);
    const host = await visit(plan([check('words', sh('echo out; echo err >&2; exit 0')), check('id', run('id', '-u'))]));
    expect(host.trouble).toBeUndefined();
    expect(attemptOf(host, 'words')).toMatchObject({
      variant: 0,
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 0,
      end: 'exited',
      truncated: false,
    });
    expect(attemptOf(host, 'words').to).toBeGreaterThanOrEqual(attemptOf(host, 'words').from);
    expect(attemptOf(host, 'id').stdout).toBe(`${host.uid}\n`);
    expect(host.uid).toBe(process.getuid?.());
    expect(host.hostClock).toBeGreaterThanOrEqual(before);
  });

  it('keeps binary, ANSI and invalid UTF-8 as text, and is not fooled by lines that look like frames', async () => {
    const host = await visit(
      plan([check('odd', sh(`printf '\\033[31m\\377\\n\\n000KKK\\nxyz Z 0\\n'`)), check('nul', sh(`printf 'a\\000b'`))]),
    );
    expect(attemptOf(host, 'odd').stdout).toBe('\u001b[31m\ufffd\n\n000KKK\nxyz Z 0\n');
    expect(attemptOf(host, 'nul').stdout).toBe('a\0b');
  });

  it('reads files as grep -aH does and folds several reads into one process', async () => {
    const host = await visit(
      plan([
        check('version', read('/proc/version')),
        check('limits', read('/proc/self/nowhere', '/proc/sys/kernel/ostype')),
        check('glob', read('/proc/sys/kernel/os[rt]*')),
        check('gone', read('/proc/nowhere')),
      ]),
    );
    expect(attemptOf(host, 'version')).toMatchObject({
      stdout: `/proc/version:${readFileSync('/proc/version', 'utf8')}`,
      command: `grep -aH '' /proc/version`,
      exit: 0,
    });
    expect(attemptOf(host, 'limits').stdout).toBe('/proc/sys/kernel/ostype:Linux\n');
    expect(attemptOf(host, 'limits').stderr).toContain('/proc/self/nowhere: No such file');
    expect(attemptOf(host, 'limits').exit).toBe(0);
    expect(
      attemptOf(host, 'glob')
        .stdout.split('\n')
        .slice(0, -1)
        .map(line => line.split(':')[0]),
    ).toEqual(['/proc/sys/kernel/osrelease', '/proc/sys/kernel/ostype']);
    expect(runOf(host, 'gone')).toMatchObject({ kind: 'not-run', reason: 'missing' });
  });

  it('skips variants that cannot run and goes on after those that fail or print nothing', async () => {
    const host = await visit(
      plan([
        check('absent', [run('no-such-command'), run('/no/such/command'), read('/no/such/file'), sh('echo third')]),
        check('bad', [sh('echo partial; exit 7'), sh('exit 0'), sh('echo good'), sh('echo never')]),
        check('ok7', [{ kind: 'sh', needs: ['cat'], text: 'echo seven; exit 7', args: [], okExit: [0, 7] }, sh('echo never')]),
        check('none', [run('no-such-command')]),
        check('quiet', [sh('exit 0')]),
      ]),
    );
    expect(attemptOf(host, 'absent')).toMatchObject({ variant: 3, stdout: 'third\n' });
    expect(runOf(host, 'bad')).toMatchObject({
      looks: [
        {
          attempts: [
            { variant: 0, exit: 7, stdout: 'partial\n' },
            { variant: 1, exit: 0, stdout: '' },
            { variant: 2, stdout: 'good\n' },
          ],
        },
      ],
    });
    expect(attemptOf(host, 'ok7')).toMatchObject({ variant: 0, exit: 7 });
    expect(runOf(host, 'none')).toMatchObject({ kind: 'not-run', reason: 'missing', detail: expect.stringContaining('no-such-command') });
    expect(attemptOf(host, 'quiet')).toMatchObject({ stdout: '', exit: 0, end: 'exited' });
  });

  it('looks twice at counters, those of one read at least the window apart, while other checks run in between', async () => {
    const host = await visit(
      plan(
        [
          check('stat', read('/proc/stat'), { sample: 'twice' }),
          check('uptime', read('/proc/uptime'), { sample: 'twice' }),
          check('counted', sh('cat /proc/uptime'), { sample: 'twice' }),
          check('fallback', [sh('exit 3'), sh('echo x')], { sample: 'twice' }),
          check('slow', sh('sleep 1; echo slept')),
        ],
        1,
      ),
    );
    for (const [key, atLeast] of [
      ['stat', 1],
      ['uptime', 1],
      ['counted', 0.5],
      ['fallback', 0.5],
    ] as const) {
      const found = runOf(host, key);
      expect(found).toMatchObject({ kind: 'ran', looks: [expect.anything(), expect.anything()] });
      expect(attemptOf(host, key, 1).from - attemptOf(host, key, 0).to).toBeGreaterThanOrEqual(atLeast);
    }
    expect(runOf(host, 'fallback')).toMatchObject({
      looks: [{ attempts: [{ variant: 0 }, { variant: 1 }] }, { attempts: [{ variant: 1 }] }],
    });
    expect(attemptOf(host, 'slow').from).toBeLessThan(attemptOf(host, 'stat', 1).from);
    expect(attemptOf(host, 'uptime', 1).stdout).toMatch(/^\/proc\/uptime:[\d.]+ [\d.]+\n$/);
  });

  it('never lets a parameter reach a shell as text', async () => {
    const evil = [
      `; touch /tmp/faultline-pwned`,
      '$(touch /tmp/faultline-pwned)',
      '`id`',
      "'; id; '",
      'a\nb',
      '-n',
      '*',
      'x'.repeat(10_000),
    ];
    const host = await visit(
      plan(
        evil.flatMap((word, index) => [
          check(`run${index}`, run('printf', '%s|', word)),
          check(`sh${index}`, sh('printf "%s|" "$1"', word)),
        ]),
      ),
    );
    for (const [index, word] of evil.entries()) {
      expect(attemptOf(host, `run${index}`).stdout).toBe(`${word}|`);
      expect(attemptOf(host, `sh${index}`).stdout).toBe(`${word}|`);
    }
  });

  it('cuts a flood at the cap and says so, and ends commands that go on', async () => {
    const host = await visit(
      plan([
        check('flood', sh('yes 0123456789'), { capBytes: 1000, timeoutSeconds: 3 }),
        check('exact', sh('printf 0123456789'), { capBytes: 10 }),
        check('sleeper', [sh('echo before; sleep 60 | cat'), sh('echo instead')], { timeoutSeconds: 1 }),
        check('holder', sh('sleep 60 & echo parent-done'), { timeoutSeconds: 2 }),
      ]),
    );
    expect(attemptOf(host, 'flood')).toMatchObject({ truncated: true, exit: -1, end: 'exited' });
    expect(attemptOf(host, 'flood').stdout).toHaveLength(1000);
    expect(attemptOf(host, 'exact')).toMatchObject({ truncated: false, stdout: '0123456789', exit: 0 });
    expect(runOf(host, 'sleeper')).toMatchObject({
      looks: [{ attempts: [{ end: 'timed-out', exit: -1, stdout: 'before\n' }, { stdout: 'instead\n' }] }],
    });
    expect(attemptOf(host, 'holder')).toMatchObject({ stdout: 'parent-done\n', exit: 0, end: 'exited' });
  });
});

/** A folder with nothing but these commands, as on a smaller system. */
function onlyCommands(commands: Readonly<Record<string, string>>): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'faultline-path-'));
  for (const [name, target] of Object.entries(commands)) symlinkSync(target, join(path, name));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function where(command: string): string {
  return execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', command], { encoding: 'utf8' }).trim();
}

const needed = ['timeout', 'head', 'grep', 'date', 'sleep', 'cat', 'sh', 'yes', 'setsid', 'true'];
const systems: { name: string; commands: Record<string, string> }[] = [
  { name: 'coreutils without base64', commands: Object.fromEntries([...needed, 'od'].map(name => [name, where(name)])) },
  ...['/bin/busybox']
    .filter(path => existsSync(path))
    .map(path => ({ name: 'busybox alone', commands: Object.fromEntries([...needed, 'base64'].map(name => [name, path])) })),
];

describe.each(systems)('a host with $name', ({ commands }) => {
  it('gives the same, without waiting a second for each check', async () => {
    const only = onlyCommands(commands);
    const quick = Array.from({ length: 5 }, (_, index) => check(`quick${index}`, sh('echo quick')));
    const host = await runBatch(
      openLocalShell(['/bin/sh']),
      plan([
        ...quick,
        check('odd', sh(`printf '\\377\\000\\n\\nend'; echo err >&2; exit 3`)),
        check('tried', [sh('exit 0'), sh('echo x; exit 3'), run('cat', '/proc/sys/kernel/ostype'), sh('echo never')]),
        check('flood', sh('yes 0123456789'), { capBytes: 5000 }),
        check('late', sh('sleep 30 | cat'), { timeoutSeconds: 1 }),
        check('file', read('/proc/version', '/proc/nowhere')),
      ]),
      { script: { path: only.path } },
    );
    only.remove();
    expect(host.trouble).toBeUndefined();
    expect(attemptOf(host, 'odd')).toMatchObject({ stdout: '\ufffd\0\n\nend', stderr: 'err\n', exit: 3 });
    expect(runOf(host, 'tried')).toMatchObject({ looks: [{ attempts: [{ exit: 0 }, { exit: 3 }, { variant: 2, stdout: 'Linux\n' }] }] });
    expect(attemptOf(host, 'flood')).toMatchObject({ truncated: true, stdout: expect.stringMatching(/^(0123456789\n){454}012345$/) });
    expect(attemptOf(host, 'late')).toMatchObject({ end: 'timed-out', exit: -1 });
    expect(attemptOf(host, 'file')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^\/proc\/version:Linux/),
      stderr: expect.stringContaining('No such file'),
    });
    // busybox's timeout keeps inherited descriptors open and polls once a second: each check took 1.0 s (docs/decisions/0006).
    expect(Math.min(...quick.map(({ key }) => attemptOf(host, key).to - attemptOf(host, key).from))).toBeLessThan(0.9);
  });
});

describe('a host that lacks what a run needs', () => {
  it.each([
    ['timeout', ['head', 'grep', 'date', 'sleep', 'base64']],
    ['base64', ['timeout', 'head', 'grep', 'date', 'sleep', 'true']],
  ])('is told that %s is missing', async (lacking, there) => {
    const only = onlyCommands(Object.fromEntries(there.map(name => [name, where(name).startsWith('/') ? where(name) : `/bin/${name}`])));
    const host = await runBatch(openLocalShell(), plan([check('x', sh('echo x'))]), { script: { path: only.path } });
    only.remove();
    expect(host.trouble).toMatchObject({ kind: 'no-session', says: `here has no ${lacking} command` });
    expect(runOf(host, 'x')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
  });
});
