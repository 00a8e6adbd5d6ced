import { spawn } from 'node:child_process';
import type { OpenShell } from './channel.js';
import { HostFailure } from './failures.js';

/** A shell on this machine itself: its own process group and an empty environment, as over SSH. */
export function openLocalShell(
  shell: readonly [string, ...string[]] = ['/bin/sh'],
  environment: Readonly<Record<string, string>> = {},
): OpenShell {
  const [command, ...args] = shell;
  return runId =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: 'pipe', detached: true, env: { ...environment, DIAGRUN: runId, HOME: '/' } });
      const closed = new Promise<number | undefined>(settle => child.once('close', code => settle(code ?? undefined)));
      child.stdin.on('error', () => undefined); // the shell may end before it has read everything
      child.once('error', error => {
        reject(
          new HostFailure(
            'cannot-fork',
            `${command} could not be started on this machine: ${error.message}`,
            'free some processes or memory',
            {
              cause: error,
            },
          ),
        );
      });
      child.once('spawn', () =>
        resolve({
          reused: false,
          write: text => child.stdin.write(text),
          end: () => child.stdin.end(),
          destroy: () => {
            child.stdin.destroy();
            child.stdout.destroy();
            child.stderr.destroy();
          },
          onStdout: listener => child.stdout.on('data', listener),
          onStderr: listener => child.stderr.on('data', listener),
          closed,
        }),
      );
    });
}
