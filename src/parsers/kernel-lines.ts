import type { Line } from './lines.js';
import { isoTime } from './log-time.js';
import { OddLine } from './strict.js';

/** One message of the kernel. */
export interface KernelMessage {
  /** Seconds since the epoch by the host's clock. */
  readonly at: number;
  readonly text: string;
  readonly line: Line;
}

/** The clock that a line without date is measured with. */
export interface HostClock {
  readonly now: number;
  readonly uptime: number;
}

const ISO = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/u;
const SINCE_BOOT = /^(?:<\d+>)?\[ *(\d+\.\d+)\](?: |(?=\[))(.*)$/u;
// `journalctl -k` also has what others wrote to /dev/kmsg: `app1 systemd-journald[48]: …`.
const JOURNAL = /^(\d{6,}\.\d+) \S+ [^\s[:]+(?:\[\d+\])?: (.*)$/u;
// CONFIG_PRINTK_CALLER puts the thread or CPU in front.
const CALLER = /^\[ *[TC]\d+\] /u;

function timeAndText(line: Line, clock: HostClock): { at: number; text: string } | undefined {
  const boot = SINCE_BOOT.exec(line.text);
  if (boot) return { at: clock.now - (clock.uptime - Number(boot[1])), text: boot[2] ?? '' };
  const iso = ISO.exec(line.text);
  const at = iso ? isoTime(iso[1] ?? '') : undefined;
  if (at !== undefined) return { at, text: iso?.[2] ?? '' };
  const journal = JOURNAL.exec(line.text);
  return journal ? { at: Number(journal[1]), text: journal[2] ?? '' } : undefined;
}

// LOG_LINE_MAX of the kernel is 1024 less its prefix.
const MAX_TEXT = 2000;

/**
 * Messages of `dmesg`, `dmesg --time-format iso` or `journalctl -k -o short-unix`. Lines that begin with blanks continue
 * the one before; `-- ` lines are remarks. `isFrontCut`: the first line may be the rest of one.
 */
export function kernelMessages(lines: readonly Line[], clock: HostClock, isFrontCut: boolean): readonly KernelMessage[] {
  const messages: KernelMessage[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text.trim() === '' || line.text.startsWith('-- ')) continue;
    const read = timeAndText(line, clock);
    if (read) messages.push({ at: read.at, text: read.text.replace(CALLER, '').slice(0, MAX_TEXT), line });
    else if (!(messages.length > 0 && /^\s/u.test(line.text)) && !(isFrontCut && index === 0)) {
      throw new OddLine(line, 'should begin with the time of a kernel message');
    }
  }
  return messages;
}
