import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { movedScript, removeMoved, shells } from './root-script.js';

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  removeMoved();
});

/** A process of our own, with what the verbs ask of it. */
function ownProcess(): { readonly pid: string; readonly start: string; readonly limits: () => string; readonly isGone: () => boolean } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  started.push(child);
  const pid = String(child.pid);
  const field = (index: number): string =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[index] ?? '';
  return {
    pid,
    start: field(19),
    limits: () =>
      /^Max open files +(\S+) +(\S+)/m
        .exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))
        ?.slice(1)
        .join(':') ?? '',
    isGone: () => child.exitCode !== null || child.signalCode !== null || !existsSync(`/proc/${pid}`),
  };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 400) throw new Error(`not in 40 s: ${what}`);
    await delay(100);
  }
}

describe.each(shells.map(shell => [shell.join(' '), shell] as const))('%s', (_, shell) => {
  describe('a setting of the kernel', () => {
    const key = 'net.ipv4.ip_local_port_range';
    const file = 'sys/net/ipv4/ip_local_port_range';
    const script = movedScript(shell);
    beforeEach(() => script.write(file, '32768\t60999\n'));

    test('is changed, and changed back', () => {
      expect(script.run('sysctl-set', key, '32768 60999', '1024 65535')).toEqual({
        exit: 0,
        stdout: `${key} is 1024 65535 now; it was 32768 60999\n`,
        stderr: '',
      });
      expect(script.read(file)).toBe('1024 65535\n');
      expect(script.run('sysctl-set', key, '1024 65535', '32768 60999').exit).toBe(0);
      expect(script.read(file)).toBe('32768 60999\n');
    });

    test('is left alone when somebody else has changed it, or it does not exist', () => {
      expect(script.run('sysctl-set', key, '32768 61000', '1024 65535')).toMatchObject({ exit: 67, stdout: '' });
      expect(script.run('sysctl-set', 'net.core.somaxconn', '128', '256')).toMatchObject({ exit: 66, stdout: '' });
      expect(script.read(file)).toBe('32768\t60999\n');
    });

    test('is kept over a boot in a file of its own, which goes again', () => {
      const kept = `sysctl.d/90-faultline-${key}.conf`;
      expect(script.run('sysctl-keep', key, '1024 65535').exit).toBe(67);
      expect(script.run('sysctl-keep', key, '32768 60999').exit).toBe(0);
      expect(script.read(kept)).toContain(`\n${key} = 32768 60999\n`);
      expect(statSync(join(script.folder, kept)).mode & 0o777).toBe(0o644);
      expect(script.run('sysctl-keep', key, '32768 60999').exit).toBe(66);
      expect(script.run('sysctl-unkeep', key, '1024 65535').exit).toBe(67);
      expect(script.run('sysctl-unkeep', key, '32768 60999').exit).toBe(0);
      expect(existsSync(join(script.folder, kept))).toBe(false);
    });
  });

  test('nobody but root gets anything done', () => {
    const script = movedScript(shell);
    script.write('faultline-root', readFileSync(script.path, 'utf8').replace(/^ROOT_UID=.*$/m, 'ROOT_UID=4294967294'));
    script.write('sys/vm/swappiness', '60\n');
    expect(script.run('sysctl-set', 'vm.swappiness', '60', '1')).toMatchObject({
      exit: 66,
      stderr: expect.stringContaining('must run as root'),
    });
    expect(script.run('arm', '2', 'a'.repeat(16), '--', 'sysctl-set', 'vm.swappiness', '60', '1').exit).toBe(66);
    expect(script.read('sys/vm/swappiness')).toBe('60\n');
  });

  describe('a process', () => {
    const script = movedScript(shell);

    test('gets another limit of open files, and its old one back; another process of the same number does not', () => {
      const { pid, start, limits } = ownProcess();
      const before = limits();
      const [soft = '', hard = ''] = before.split(':');
      const less = '256';
      expect(script.run('prlimit-nofile', pid, String(Number(start) + 1), before, less).exit).toBe(67);
      expect(script.run('prlimit-nofile', pid, start, `${soft}:${Number(hard) + 1}`, less).exit).toBe(67);
      expect(limits()).toBe(before);
      expect(script.run('prlimit-nofile', pid, start, before, less).exit).toBe(0);
      expect(limits()).toBe(`${less}:${hard}`);
      expect(script.run('prlimit-restore', pid, start, '512', before).exit).toBe(67);
      expect(script.run('prlimit-restore', pid, start, less, before).exit).toBe(0);
      expect(limits()).toBe(before);
    });

    test('is given way by', () => {
      const { pid, start } = ownProcess();
      const nice = () =>
        readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[16];
      const before = nice() ?? '0';
      expect(script.run('renice', pid, start, '7', '12').exit).toBe(67);
      expect(script.run('renice', pid, start, before, '12').exit).toBe(0);
      expect(nice()).toBe('12');
    });

    test('is ended, and only that one', async () => {
      const one = ownProcess();
      const other = ownProcess();
      expect(script.run('kill-process', one.pid, String(Number(one.start) + 1), 'TERM').exit).toBe(67);
      expect(script.run('kill-process', one.pid, one.start, 'TERM')).toMatchObject({
        exit: 0,
        stdout: expect.stringContaining('(sleep) has ended'),
      });
      await until('it ends', one.isGone);
      expect(other.isGone()).toBe(false);
      expect(script.run('kill-process', one.pid, one.start, 'TERM').exit).toBe(67);
    });

    test('is not ended when it runs the script itself', () => {
      const text = `stat=$(cat /proc/$$/stat); set -- $stat; start=\${22}; ${shell.join(' ')} ${script.path} kill-process $$ $start KILL; echo "exit $?"`;
      expect(spawnSync('sh', ['-c', text], { encoding: 'utf8' }).stdout).toBe('exit 65\n');
    });
  });

  describe('a directive of nginx', () => {
    const conf = 'nginx/sites-enabled/shop';
    const text = 'server {\n\tlisten 80;\n    proxy_read_timeout   60s ; # as agreed\n  # proxy_read_timeout 60s;\n  }';
    const args = ['/etc/nginx/sites-enabled/shop', 'proxy_read_timeout', '60s', '120s'] as const;
    const nginx = (accepts: string) => `#!/bin/sh\necho "$@" >> "${'$'}{0%/*}/calls"\ncase $1 in -t) ${accepts} ;; esac\n`;

    test('is changed after nginx has accepted it, and comes back byte for byte', () => {
      const script = movedScript(shell);
      script.write(conf, text);
      script.write('bin/nginx', nginx('exit 0'));
      chmodSync(join(script.folder, conf), 0o640);
      expect(script.run('nginx-set', ...args)).toMatchObject({ exit: 0, stderr: '' });
      expect(script.read(conf)).toBe(text.replace('60s ;', '120s ;'));
      expect(statSync(join(script.folder, conf)).mode & 0o777).toBe(0o640);
      expect(script.read('bin/calls')).toBe('-t\n-t\n-s reload\n');
      expect(script.run('nginx-set', args[0], args[1], '120s', '60s').exit).toBe(0);
      expect(script.read(conf)).toBe(text);
    });

    test('that nginx does not accept is put back, and nothing is reloaded', () => {
      const script = movedScript(shell);
      script.write(conf, text);
      script.write('bin/nginx', nginx(`! grep -q 120s "${join(script.folder, conf)}"; exit`));
      expect(script.run('nginx-set', ...args)).toMatchObject({ exit: 66, stdout: '' });
      expect(script.read(conf)).toBe(text);
      expect(script.read('bin/calls')).toBe('-t\n-t\n');
    });

    test('that is not there, or that a link leads away from, is left alone', () => {
      const script = movedScript(shell);
      script.write(conf, text);
      script.write('bin/nginx', nginx('exit 0'));
      expect(script.run('nginx-set', args[0], args[1], '61s', '120s').exit).toBe(67);
      spawnSync('ln', ['-s', script.path, join(script.folder, 'nginx/away')]);
      expect(script.run('nginx-set', '/etc/nginx/away', args[1], '60s', '120s').exit).toBe(66);
      expect(script.read(conf)).toBe(text);
    });
  });

  describe('an armed undo', () => {
    const token = () => [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('');
    const script = movedScript(shell);
    const change = ['sysctl-set', 'vm.swappiness', '60', '1'] as const;
    const undo = ['sysctl-set', 'vm.swappiness', '1', '60'] as const;
    beforeEach(() => script.write('sys/vm/swappiness', '60\n'));

    // The shell that armed it is killed, with its whole process group, as when the line to the host breaks.
    test('fires although everything that armed it is dead', async () => {
      const name = token();
      const parent = spawn('sh', ['-c', '"$@" && echo armed && sleep 600', 'sh', ...shell, script.path, 'arm', '3', name, '--', ...undo], {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      parent.stdout.on('data', chunk => {
        said += String(chunk);
      });
      await until('it is armed', () => said.endsWith('armed\n'));
      expect(script.run(...change).exit).toBe(0);
      process.kill(-Number(parent.pid), 'SIGKILL');
      expect(script.run('armed', name).stdout).toMatch(/^armed \d+\n$/);
      await until('it fires', () => script.run('armed', name).stdout.startsWith('fired'));
      expect(script.run('armed', name).stdout).toBe('fired 0\nvm.swappiness is 60 now; it was 1\n');
      expect(script.read('sys/vm/swappiness')).toBe('60\n');
      expect(script.run('disarm', name).exit).toBe(67);
    });

    test('does not fire once it is disarmed, and its timer ends', async () => {
      const name = token();
      expect(script.run('arm', '2', name, '--', ...undo).exit).toBe(0);
      const timer = script.read(`run/armed/${name}/timer`).split(' ')[0] ?? '';
      expect(script.run(...change).exit).toBe(0);
      expect(script.run('disarm', name)).toMatchObject({ exit: 0, stdout: 'disarmed\n' });
      await until('the timer ends', () => !existsSync(`/proc/${timer}`));
      expect(script.run('armed', name).stdout).toBe('disarmed\n');
      expect(script.run('disarm', name)).toMatchObject({ exit: 0, stdout: 'disarmed already\n' });
      expect(script.read('sys/vm/swappiness')).toBe('1\n');
    });

    test('changes nothing when the change was never made', async () => {
      const name = token();
      expect(script.run('arm', '2', name, '--', ...undo).exit).toBe(0);
      await until('it fires', () => script.run('armed', name).stdout.startsWith('fired'));
      expect(script.run('armed', name).stdout).toMatch(/^fired 67\n/);
      expect(script.read('sys/vm/swappiness')).toBe('60\n');
    });

    test('has a name that is used once', async () => {
      const name = token();
      expect(script.run('armed', name).stdout).toBe('none\n');
      expect(script.run('disarm', name).exit).toBe(66);
      expect(script.run('arm', '60', name, '--', ...undo).exit).toBe(0);
      expect(script.run('arm', '60', name, '--', ...undo).exit).toBe(66);
      expect(script.run('disarm', name).exit).toBe(0);
      expect(script.run('arm', '60', name, '--', ...undo).exit).toBe(66);
    });

    test('survives that the installed script is replaced', async () => {
      const own = movedScript(shell);
      const name = token();
      own.write('sys/vm/swappiness', '1\n');
      expect(own.run('arm', '2', name, '--', ...undo).exit).toBe(0);
      own.write('faultline-root', 'exit 1\n');
      await until('it fires', () => existsSync(join(own.folder, 'run/fired', name, 'exit')));
      expect(own.read('sys/vm/swappiness')).toBe('60\n');
    });

    test('races: of many that disarm while it fires, it either fired or was disarmed', async () => {
      const names = Array.from({ length: 8 }, token);
      for (const name of names) expect(script.run('arm', '2', name, '--', ...undo).exit).toBe(0);
      await delay(1500);
      const ends = names.map(name => script.run('disarm', name).exit);
      await until('all have ended', () => names.every(name => /^(?:fired|disarmed)/.test(script.run('armed', name).stdout)));
      expect(names.map(name => (script.run('armed', name).stdout.startsWith('fired') ? 67 : 0))).toEqual(ends);
    });
  });
});
