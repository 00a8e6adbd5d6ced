// The bot's own HTTP requests, each as a row. The format is that of probe_http.
import type { Parser } from '../model/parser.js';
import { httpAttempt } from './http-attempt.js';
import { present } from './present.js';
import { probeLines } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

/** How each of the bot's requests was answered, and how long it took altogether. */
export const probeRequests: Parser = {
  name: 'probe_requests',
  gives: { requests: 'list', 'requests.outcome': 'text', 'requests.code': 'number', 'requests.total_s': 'number' },
  parse: strictly(input => {
    const { attempts, last } = probeLines(looksOf(input).last, httpAttempt);
    const requests = attempts.map(({ value: { outcome, code, total_s }, line }) => ({
      outcome,
      ...present({ code, total_s }),
      line: rowLine(line.text),
    }));
    return { kind: 'facts', values: { requests }, lines: { '': rowLine(last.text) } };
  }),
};
