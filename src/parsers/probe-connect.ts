// The bot's own TCP connections: {"at":1690000000.1,"outcome":"refused","error":"ECONNREFUSED"}, one line per attempt.
import { z } from 'zod';
import type { Parser } from '../model/parser.js';
import { present } from './present.js';
import { lastLines, median, probeLines } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const attempt = z.object({
  at: z.number(),
  outcome: z.enum(['connected', 'refused', 'timed-out', 'reset', 'unreachable', 'error']),
  connect_s: z.number().nonnegative().optional(),
  error: z.string().optional(),
});

/** How many of the bot's connections succeeded, and how long they took. */
export const probeConnect: Parser = {
  name: 'probe_connect',
  gives: {
    attempts: 'number',
    connected: 'number',
    refused: 'number',
    timed_out: 'number',
    reset: 'number',
    unreachable: 'number',
    connect_s: 'number',
    slowest_connect_s: 'number',
  },
  parse: strictly(input => {
    const { attempts, last } = probeLines(looksOf(input).last, attempt);
    const read = attempts.map(one => one.value);
    const count = (outcome: string): number => read.filter(one => one.outcome === outcome).length;
    const times = read.flatMap(one => (one.outcome === 'connected' && one.connect_s !== undefined ? [one.connect_s] : []));
    const slowest = times.length > 0 ? Math.max(...times) : undefined;
    return {
      kind: 'facts',
      values: present({
        attempts: attempts.length,
        connected: count('connected'),
        refused: count('refused'),
        timed_out: count('timed-out'),
        reset: count('reset'),
        unreachable: count('unreachable'),
        connect_s: median(times),
        slowest_connect_s: slowest,
      }),
      lines: {
        '': rowLine(last.text),
        ...lastLines(attempts, {
          connected: one => one.outcome === 'connected',
          refused: one => one.outcome === 'refused',
          timed_out: one => one.outcome === 'timed-out',
          reset: one => one.outcome === 'reset',
          unreachable: one => one.outcome === 'unreachable',
          slowest_connect_s: one => one.outcome === 'connected' && one.connect_s === slowest,
        }),
      },
    };
  }),
};
