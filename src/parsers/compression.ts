// CPU time of web servers, what nginx is told about compression, and one URL asked with and without it:
//
//   compression ticks 100
//   server 812 162078 4410 132 nginx         (pid, start, user and system ticks, name)
//   setting gzip_comp_level 9
//   asked gzip code 200 encoding gzip bytes 81234 seconds 0.091220
//   asked identity code 200 encoding - bytes 402113 seconds 0.004120
//   end
import type { FactRow, FactScalar } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Fewer ticks than this say nothing about how they are divided. */
const ENOUGH_TICKS = 10;
/** The check cuts requests off after this time, in seconds: such an answer came in part. */
const TIME_LIMIT_S = 2;

interface Server {
  readonly pid: number;
  readonly start: number;
  readonly user: number;
  readonly system: number;
  readonly program: string;
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

interface Answer {
  readonly asked: string;
  readonly code: number;
  readonly encoding: string | undefined;
  readonly bytes: number;
  readonly seconds: number;
  readonly text: string;
}

interface Look {
  readonly header: string;
  readonly ticksPerSecond: number;
  readonly servers: readonly Server[];
  readonly settings: readonly Setting[];
  readonly answers: readonly Answer[];
}

const SERVER = /^server (\d{1,10}) (\d{1,19}) (\d{1,15}) (\d{1,15}) ([a-z0-9]{1,15})$/u;
const SETTING = /^setting ([a-z_]{4,20}) ([a-z0-9]{1,10})$/u;
const ANSWER = /^asked (gzip|identity) code (\d{3}) encoding ([a-z0-9-]{1,20}) bytes (\d{1,15}) seconds (\d{1,6}(?:\.\d{1,9})?)$/u;

function lookOf(printed: Printed): Look {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, ticks] = matchOf(/^compression ticks (\d{1,6})$/u, header, "should be 'compression ticks' and the ticks per second");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 1, text: '' }, "the last line should be 'end'");
  const [servers, settings, answers]: [Server[], Setting[], Answer[]] = [[], [], []];
  for (const line of isWhole ? rest.slice(0, -1) : rest) {
    if (line.text.startsWith('server ')) {
      const [, pid, start, user, system, program = ''] = matchOf(SERVER, line, 'should be a web server with its CPU time');
      servers.push({ pid: Number(pid), start: Number(start), user: Number(user), system: Number(system), program });
    } else if (line.text.startsWith('setting ')) {
      const [, name = '', value = ''] = matchOf(SETTING, line, 'should be a setting of compression');
      settings.push({ name, value });
    } else {
      const [, asked = '', code, encoding, bytes, seconds] = matchOf(ANSWER, line, 'should be a server, a setting or an answer');
      answers.push({
        asked,
        code: Number(code),
        encoding: encoding === '-' || encoding === 'identity' ? undefined : encoding,
        bytes: Number(bytes),
        seconds: Number(seconds),
        text: line.text,
      });
    }
  }
  return { header: header.text, ticksPerSecond: Number(ticks), servers, settings, answers };
}

function serverRows(now: Look, before: Look | undefined, window: number | undefined): readonly FactRow[] {
  const earlier = new Map(before?.servers.map(server => [server.pid, server] as const));
  const spent = new Map<string, { processes: number; user: number; system: number }>();
  for (const server of now.servers) {
    const sum = spent.get(server.program) ?? { processes: 0, user: 0, system: 0 };
    spent.set(server.program, sum);
    sum.processes += 1;
    const old = earlier.get(server.pid);
    // A worker that came between the looks has spent all of its time in the window.
    const [user, system] = old?.start === server.start ? [old.user, old.system] : [0, 0];
    sum.user += Math.max(0, server.user - user);
    sum.system += Math.max(0, server.system - system);
  }
  return [...spent].map(([program, { processes, user, system }]) => {
    const ticks = user + system;
    const cores = before && window !== undefined ? ticks / now.ticksPerSecond / window : undefined;
    return present({
      program,
      processes,
      cores,
      user_share: before && ticks >= ENOUGH_TICKS ? user / ticks : undefined,
      line: rowLine(`${program}: ${processes} processes, ${user} user and ${system} system ticks in the window`),
    });
  });
}

/** The web server that used most CPU, so that a sentence can name it. */
function topServer(rows: readonly FactRow[]): Record<string, FactScalar> {
  const [top] = [...rows].sort((a, b) => Number(b.cores ?? 0) - Number(a.cores ?? 0));
  return top === undefined ? {} : present({ top_server: top.program, top_server_cores: top.cores });
}

function settingsFacts(settings: readonly Setting[]): Record<string, FactScalar> {
  if (settings.length === 0) return {};
  const levels = settings
    .filter(({ name, value }) => name.endsWith('_comp_level') && /^\d+$/u.test(value))
    .map(({ value }) => Number(value));
  return present({
    is_on: settings.some(({ name, value }) => !name.endsWith('_comp_level') && value === 'on'),
    level: levels.length === 0 ? undefined : Math.max(...levels),
  });
}

function fastest(answers: readonly Answer[]): Answer | undefined {
  return [...answers].sort((a, b) => a.seconds - b.seconds)[0];
}

function answerFacts(answers: readonly Answer[]): Record<string, FactScalar> {
  // 000: not even the head of an answer within the time.
  const answered = answers.filter(({ code }) => code >= 200 && code < 400);
  const whole = answered.filter(({ seconds }) => seconds < TIME_LIMIT_S);
  const compressed = fastest(whole.filter(({ asked, encoding }) => asked === 'gzip' && encoding !== undefined));
  const plain = fastest(whole.filter(({ asked, encoding }) => asked === 'identity' && encoding === undefined));
  const whenAllowed = answered.filter(({ asked }) => asked === 'gzip');
  const encoding = whenAllowed.find(answer => answer.encoding !== undefined)?.encoding;
  return present({
    encoded: whenAllowed.length > 0 ? encoding !== undefined : undefined,
    encoding,
    compressed_s: compressed?.seconds,
    plain_s: plain?.seconds,
    costs_s: compressed && plain ? compressed.seconds - plain.seconds : undefined,
    compressed_bytes: compressed?.bytes,
    plain_bytes: plain?.bytes,
  });
}

/** Whether answers are compressed, how hard, and how much of its own CPU time the web server spends. */
export const compression: Parser = {
  name: 'compression',
  gives: {
    servers: 'list',
    'servers.program': 'text',
    'servers.processes': 'number',
    'servers.cores': 'number',
    'servers.user_share': 'number',
    top_server: 'text',
    top_server_cores: 'number',
    is_on: 'bool',
    level: 'number',
    encoding: 'text',
    encoded: 'bool',
    compressed_s: 'number',
    plain_s: 'number',
    costs_s: 'number',
    compressed_bytes: 'number',
    plain_bytes: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = lookOf(last);
    const before = first && lookOf(first);
    const answers = [...(before?.answers ?? []), ...now.answers];
    const servers = serverRows(now, before, window);
    const asked = fastest(answers.filter(({ asked: how, encoding }) => how === 'gzip' && encoding !== undefined))?.text;
    return {
      kind: 'facts',
      values: { servers, ...topServer(servers), ...settingsFacts(now.settings), ...answerFacts(answers) },
      lines: { '': rowLine(asked ?? now.header) },
      ...partialOf(cutShort(last)),
    };
  }),
};
