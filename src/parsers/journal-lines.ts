import type { Line } from './lines.js';
import { matchOf, OddLine } from './strict.js';

/** One message of `journalctl -o short-unix`. */
export interface JournalEntry {
  /** Seconds since the epoch. */
  readonly at: number;
  /** Who said it: `systemd`, `kernel`, a program; empty when the journal does not say. */
  readonly from: string;
  readonly pid: number | undefined;
  readonly text: string;
  readonly line: Line;
}

// The check cuts lines at 600 bytes; continued ones are joined up to this.
const MAX_TEXT = 2000;

/**
 * Reads lines such as `1690000000.123456 app1 api[54]: text`. Lines that begin with blanks continue the message before
 * them; lines that begin with `-- ` are journalctl's own (`-- No entries --`, `-- Boot … --`, `-- Journal begins at …`).
 */
export function journalEntries(lines: readonly Line[]): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const line of lines) {
    if (line.text.trim() === '' || line.text.startsWith('-- ')) continue;
    if (/^\s/u.test(line.text)) {
      const before = entries.at(-1);
      if (!before) throw new OddLine(line, 'continues a message, but there is none before it');
      entries[entries.length - 1] = { ...before, text: `${before.text} ${line.text.trim()}`.slice(0, MAX_TEXT) };
      continue;
    }
    const [, at = '', rest = ''] = matchOf(/^(\d{6,}\.\d+) \S+ (.*)$/u, line, 'should begin with a time in seconds and the host name');
    const said = /^([^[\]:]*)(?:\[(\d+)\])?: ?(.*)$/u.exec(rest);
    entries.push({
      at: Number(at),
      from: said?.[1]?.trim() ?? '',
      pid: said?.[2] === undefined ? undefined : Number(said[2]),
      text: (said?.[3] ?? rest).slice(0, MAX_TEXT),
      line,
    });
  }
  return entries;
}
