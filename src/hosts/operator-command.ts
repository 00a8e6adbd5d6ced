import { spawn } from 'node:child_process';
import type { CommandEnd, StartCommand } from '../flow/ports/operator-command.js';

/** Between SIGTERM and SIGKILL: k6 and wrk write their summary in this time. */
const GRACE_MS = 5_000;
const LAST_WORDS_MS = 200;

export interface OperatorCommandOptions {
  /** What the command prints, both streams: the gate's own stdout is its answer. */
  readonly print: (text: string) => void;
  readonly graceMs?: number;
}

/** Starts commands of the operator in a process group of their own, without a shell, so that stopping one leaves nothing behind. */
export function createStartCommand({ print, graceMs = GRACE_MS }: OperatorCommandOptions): StartCommand {
  return ([program, ...args]) => {
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
    let isOver = false;
    const ended = new Promise<CommandEnd>(resolve => {
      const end = (how: CommandEnd): void => {
        isOver = true;
        resolve(how);
      };
      child.once('error', error => {
        if (child.pid === undefined) end({ kind: 'not-started', says: error.message });
      });
      child.once('exit', (code, signal) => {
        const how: CommandEnd = code === null ? { kind: 'killed', signal: signal ?? '' } : { kind: 'exited', code };
        // Its last words may still be on their way; whatever it left running may keep the pipes open for ever.
        const timer = setTimeout(end, LAST_WORDS_MS, how);
        child.once('close', () => {
          clearTimeout(timer);
          end(how);
        });
      });
    });
    const kill = (signal: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // The group has ended: that is what was wanted.
      }
    };
    return {
      ended,
      stop: async () => {
        if (isOver) return;
        kill('SIGTERM');
        const timer = setTimeout(() => kill('SIGKILL'), graceMs);
        await ended;
        clearTimeout(timer);
        // What it started may have outlived it.
        kill('SIGKILL');
      },
    };
  };
}
