import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { OpenShell, ShellChannel } from '../../src/hosts/channel.js';
import { openLocalShell } from '../../src/hosts/local.js';
import { runBatch } from '../../src/hosts/run-batch.js';
import { attemptOf, check, plan, runOf, sh, shells } from './plans.js';

/** Processes whose environment carries the mark of a run. */
function marked(runId: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(runId);
      } catch {
        return false; // gone, or another user's
      }
    });
}

async function noneLeft(runId: string): Promise<string[]> {
  for (let tries = 0; tries < 100 && marked(runId).length > 0; tries++) await delay(100);
  return marked(runId).map(pid => readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '));
}

function spied(open: OpenShell): { open: OpenShell; runId: () => string; channel: () => ShellChannel } {
  let runId = '';
  let channel: ShellChannel | undefined;
  return {
    open: async id => {
      runId = id;
      channel = await open(id);
      return channel;
    },
    runId: () => runId,
    channel: () => {
      if (channel === undefined) throw new Error('no shell was opened');
      return channel;
    },
  };
}

const clinging = [
  check('pipe', sh('sleep 61 | cat'), { timeoutSeconds: 60 }),
  check('deaf', sh(`trap '' TERM; sleep 62; sleep 63`), { timeoutSeconds: 60 }),
  check('daemon', sh('(trap "" HUP; setsid sleep 64 >/dev/null 2>&1 &) ; sleep 65'), { timeoutSeconds: 60 }),
];

describe.each(shells.map(shell => ({ name: shell.join(' '), shell })))('what a run by $name leaves behind', ({ shell }) => {
  it('is nothing when the bot goes away in mid-run', async () => {
    const spy = spied(openLocalShell(shell));
    let started = 0;
    const host = await runBatch(spy.open, plan(clinging), {
      onProgress: ({ state }) => {
        // As when the bot is killed: all that the host sees is the end of its stdin.
        if (state === 'started' && ++started === clinging.length) setTimeout(() => spy.channel().end(), 300);
      },
    });
    expect(host.trouble?.kind).toBe('cut-off');
    expect(await noneLeft(spy.runId())).toEqual([]);
  });

  it('is nothing when its last word was said, not even daemons of the checks', async () => {
    const spy = spied(openLocalShell(shell));
    const host = await runBatch(spy.open, plan([check('daemon', sh('(setsid sleep 66 >/dev/null 2>&1 &); echo started'))]));
    expect(attemptOf(host, 'daemon').stdout).toBe('started\n');
    expect(await noneLeft(spy.runId())).toEqual([]);
  });

  it('is nothing when the host ends the run itself, and what had no turn is skipped', async () => {
    const spy = spied(openLocalShell(shell));
    const host = await runBatch(
      spy.open,
      plan([check('deaf', sh(`trap '' TERM; echo here; sleep 67`), { timeoutSeconds: 60 }), check('after', sh('echo after'))]),
      { script: { lanes: 1, totalSeconds: 2 } },
    );
    expect(attemptOf(host, 'deaf')).toMatchObject({ end: 'timed-out', exit: -1, stdout: 'here\n' });
    expect(runOf(host, 'after')).toMatchObject({ kind: 'not-run', reason: 'skipped' });
    expect(await noneLeft(spy.runId())).toEqual([]);
  });

  it('goes on after a child that holds the output open, and ends politely before it kills', async () => {
    const host = await runBatch(
      openLocalShell(shell),
      plan([
        check('holder', sh('setsid sleep 68 & sleep 0.3; echo parent'), { timeoutSeconds: 1 }),
        check('polite', sh('trap "echo told; exit 3" TERM; sleep 69 & wait'), { timeoutSeconds: 1 }),
      ]),
    );
    expect(attemptOf(host, 'holder')).toMatchObject({ end: 'hung', exit: -1 });
    // timeout(1) tells the shell, then its whole group: the shell may hear it twice.
    expect(attemptOf(host, 'polite').stdout).toMatch(/^(told\n)+$/);
  });

  it('goes on after a daemon that keeps only stderr', async () => {
    const host = await runBatch(
      openLocalShell(shell),
      plan([
        check('murmurer', sh('setsid sleep 67 >/dev/null & echo parent'), { timeoutSeconds: 1 }),
        check('after', sh('echo after'), { timeoutSeconds: 1 }),
      ]),
      { script: { lanes: 1 } },
    );
    expect(attemptOf(host, 'murmurer').stdout).toBe('parent\n');
    expect(attemptOf(host, 'after').stdout).toBe('after\n');
  });
});
