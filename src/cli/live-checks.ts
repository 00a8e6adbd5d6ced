import type { CheckProgress } from '../flow/ports.js';
import { clip, paint, type Terminal } from './terminal.js';

/** A list of checks that is redrawn in place while they run. On anything but a terminal it stays silent. */
export interface LiveChecks {
  readonly report: (progress: CheckProgress) => void;
  /** Wipes the list, so that the summary takes its place. */
  readonly clear: () => void;
}

/** Redraws at most this often, in milliseconds: a slow terminal over SSH must not hold up the checks. */
const REDRAW_MS = 80;

/** Makes the live list for one terminal. */
export function liveChecks(terminal: Terminal): LiveChecks {
  if (!terminal.isTty) return { report: () => undefined, clear: () => undefined };
  const hosts = new Map<string, Map<string, 'started' | 'ended'>>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const wipe = (): string => (drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : '');
  const draw = (): void => {
    timer = undefined;
    const lines: string[] = [];
    for (const [host, checks] of hosts) {
      const ended = [...checks.values()].filter(state => state === 'ended').length;
      lines.push(clip(`${host}: ${ended} of ${checks.size} checks`, terminal.columns - 1));
      const words = [...checks].map(([key, state]) =>
        state === 'ended' ? paint(terminal, 'green', `✓ ${key}`) : paint(terminal, 'dim', `· ${key}`),
      );
      const perLine = Math.max(1, Math.floor((terminal.columns - 2) / 26));
      for (let at = 0; at < words.length; at += perLine) {
        const keys = [...checks.keys()].slice(at, at + perLine);
        lines.push(`  ${keys.map((key, index) => (words[at + index] ?? '') + ' '.repeat(Math.max(1, 24 - key.length))).join('')}`);
      }
    }
    terminal.write(`${wipe()}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  return {
    report: ({ host, key, state }) => {
      const checks = hosts.get(host) ?? new Map<string, 'started' | 'ended'>();
      hosts.set(host, checks);
      checks.set(key, state);
      timer ??= setTimeout(draw, REDRAW_MS);
    },
    clear: () => {
      clearTimeout(timer);
      if (drawn > 0) terminal.write(wipe());
      drawn = 0;
    },
  };
}
