// The bot's own HTTP requests: {"at":…,"outcome":"answered","code":502,"connect_s":0.001,"first_byte_s":0.01,"total_s":0.01}.
import type { z } from 'zod';
import type { Parser } from '../model/parser.js';
import { httpAttempt } from './http-attempt.js';
import { present } from './present.js';
import { lastLines, median, probeLines } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const LEGS = ['name_lookup_s', 'connect_s', 'tls_s', 'first_byte_s', 'total_s'] as const;

const isAnswered = (one: z.output<typeof httpAttempt>): boolean => one.outcome === 'answered';
const is5xx = (code: number | undefined): boolean => code !== undefined && code >= 500 && code <= 599;

/** How the bot's requests were answered, and how long each leg took. */
export const probeHttp: Parser = {
  name: 'probe_http',
  gives: {
    attempts: 'number',
    answered: 'number',
    http_code: 'number',
    codes_5xx: 'number',
    code_429: 'number',
    code_502: 'number',
    code_503: 'number',
    code_504: 'number',
    refused: 'number',
    reset_after_connect: 'number',
    closed_without_answer: 'number',
    timed_out: 'number',
    name_lookup_s: 'number',
    connect_s: 'number',
    tls_s: 'number',
    first_byte_s: 'number',
    total_s: 'number',
  },
  parse: strictly(input => {
    const { attempts, last } = probeLines(looksOf(input).last, httpAttempt);
    const read = attempts.map(one => one.value);
    const count = (outcome: string): number => read.filter(one => one.outcome === outcome).length;
    const codes = read.flatMap(one => (one.outcome === 'answered' && one.code !== undefined ? [one.code] : []));
    const coded = (code: number): number => codes.filter(one => one === code).length;
    const legs = LEGS.map(leg => [leg, median(read.flatMap(one => (one[leg] === undefined ? [] : [one[leg]])))] as const);
    return {
      kind: 'facts',
      values: present({
        attempts: attempts.length,
        answered: count('answered'),
        http_code: codes.at(-1),
        codes_5xx: codes.filter(is5xx).length,
        code_429: coded(429),
        code_502: coded(502),
        code_503: coded(503),
        code_504: coded(504),
        refused: count('refused'),
        reset_after_connect: count('reset'),
        closed_without_answer: count('closed'),
        timed_out: count('timed-out-waiting'),
        ...Object.fromEntries(legs),
      }),
      lines: {
        '': rowLine(last.text),
        ...lastLines(attempts, {
          answered: isAnswered,
          http_code: one => isAnswered(one) && one.code !== undefined,
          codes_5xx: one => isAnswered(one) && is5xx(one.code),
          code_429: one => isAnswered(one) && one.code === 429,
          code_502: one => isAnswered(one) && one.code === 502,
          code_503: one => isAnswered(one) && one.code === 503,
          code_504: one => isAnswered(one) && one.code === 504,
          refused: one => one.outcome === 'refused',
          reset_after_connect: one => one.outcome === 'reset',
          closed_without_answer: one => one.outcome === 'closed',
          timed_out: one => one.outcome === 'timed-out-waiting',
        }),
      },
    };
  }),
};
