// The kernel log: `-- dmesg iso, lines: N` (or `-- dmesg`, `-- journalctl`) and then its last lines.
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type KernelMessage, kernelMessages } from './kernel-lines.js';
import { linesOf } from './lines.js';
import { oomKills } from './oom-kills.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, strictly } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^-- (dmesg iso|dmesg|journalctl), lines: *(\d+)$/u;
const CRASH =
  /^(?:traps: )?(.+)\[(\d+)\](?:: segfault at | trap |:? general protection|: unhandled signal |: potentially unexpected fatal signal )/u;
const FLOOD = /Possible SYN flooding on port (?:\S*:)?(\d+)\. ?(Sending cookies|Dropping request)/u;
const CONNTRACK = /nf_conntrack: table full\b|ip_conntrack: table full\b/u;
const DMESG_LINES = 3000;
// journalctl is asked for this many lines of this boot: with fewer, it gave all that there are.
const JOURNAL_LINES = 2000;
const FRONT_CUT_BYTES = 490_000;
// An incident is minutes old when somebody asks. A log that reaches back less far is named as a gap; what it shows is complete from
// `covers_from` on, and conditions that depend on more compare with that.
const INCIDENT_S = 900;
const BOOT_S = 60;

function rowsOf(messages: readonly KernelMessage[], read: (message: KernelMessage) => FactRow | undefined): readonly FactRow[] {
  return messages.map(read).filter(row => row !== undefined);
}

/** OOM kills, crashes of processes, SYN floods and a full connection table, with their age. */
export const kernelLog: Parser = {
  name: 'kernel_log',
  gives: {
    kills: 'list',
    'kills.process': 'text',
    'kills.pid': 'number',
    'kills.at': 'time',
    'kills.age_s': 'number',
    'kills.cgroup': 'text',
    'kills.unit': 'text',
    'kills.constraint': 'text',
    'kills.anon_rss_bytes': 'number',
    crashes: 'list',
    'crashes.process': 'text',
    'crashes.pid': 'number',
    'crashes.at': 'time',
    'crashes.age_s': 'number',
    syn_flood: 'list',
    'syn_flood.port': 'number',
    'syn_flood.at': 'time',
    'syn_flood.age_s': 'number',
    'syn_flood.cookies': 'bool',
    conntrack_full: 'number',
    covers_from: 'time',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const { now } = input;
    const [header = { no: 1, text: '' }, ...rest] = linesOf(last);
    const [, source, total] = matchOf(HEADER, header, "should be '-- dmesg' or '-- journalctl' with the number of lines");
    const messages = kernelMessages(rest, { now, uptime: last.uptime }, last.stdout.length > FRONT_CUT_BYTES);
    const when = (message: KernelMessage): { at: number; age_s: number; line: string } => ({
      at: message.at,
      age_s: Math.max(0, now - message.at),
      line: rowLine(message.line.text),
    });
    const oldest = messages[0];
    const reachesBoot = oldest !== undefined && oldest.at - (now - last.uptime) < BOOT_S && Number(total) <= DMESG_LINES;
    const isWholeJournal = source === 'journalctl' && Number(total) < JOURNAL_LINES;
    const isStale = !isWholeJournal && !reachesBoot && (oldest === undefined || now - oldest.at < INCIDENT_S);
    const full = messages.filter(message => CONNTRACK.test(message.text));
    const newestFull = full.at(-1);
    return {
      kind: 'facts',
      values: {
        kills: oomKills(messages, now),
        crashes: rowsOf(messages, message => {
          const crash = CRASH.exec(message.text);
          return crash ? { process: crash[1] ?? '', pid: Number(crash[2]), ...when(message) } : undefined;
        }),
        syn_flood: rowsOf(messages, message => {
          const flood = FLOOD.exec(message.text);
          return flood ? { port: Number(flood[1]), cookies: flood[2] === 'Sending cookies', ...when(message) } : undefined;
        }),
        conntrack_full: full.length,
        ...present({ covers_from: oldest?.at }),
      },
      lines: { '': rowLine(oldest?.line.text ?? header.text), ...(newestFull ? { conntrack_full: rowLine(newestFull.line.text) } : {}) },
      ...partialOf(
        isStale ? { reason: 'stale', why: 'the kernel log reaches back less than 15 minutes', lists: [] } : undefined,
        cutShort(last),
      ),
    };
  }),
};
