// Sentences of services about workers, pools, slow calls and full disks, counted on the host:
//
//   journal of 180 s until 1795782900
//   lines 412
//   said db_pool by api pid 812 count 14 at 1795782899.120033 text level=error err="timeout exceeded when trying to connect"
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const SAID = /^said (workers|db_pool|slow_call|names|no_space) by (\S+) pid (\d{1,10}) count (\d{1,9}) at (\d{1,12}\.\d{1,9}) text (.*)$/u;
const NOT_ALLOWED = /insufficient permissions|not seeing messages from other users/iu;

/** What services said about having no worker, no connection, no answer or no space. */
export const poolLog: Parser = {
  name: 'pool_log',
  gives: {
    events: 'list',
    'events.kind': 'text',
    'events.program': 'text',
    'events.pid': 'number',
    'events.count': 'number',
    'events.last_age_s': 'number',
    'events.text': 'text',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, counted = { no: 2, text: '' }, ...rest] = linesOf(last);
    matchOf(/^journal of \d+ s until \d+$/u, header, "should be 'journal of N s until' a time");
    const denied = NOT_ALLOWED.test(last.stderr)
      ? { reason: 'denied' as const, why: 'this user may not see the whole journal' }
      : undefined;
    matchOf(/^lines \d+$/u, counted, "should be 'lines' and their number");
    const isWhole = rest.at(-1)?.text === 'end';
    if (!isWhole && !last.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    const events: FactRow[] = (isWhole ? rest.slice(0, -1) : rest).map(line => {
      const [, kind = '', program = '', pid = '0', count, at, text = ''] = matchOf(SAID, line, 'should be what a program said');
      return present({
        kind,
        program,
        pid: pid === '0' ? undefined : Number(pid),
        count: Number(count),
        last_age_s: Math.max(0, input.now - Number(at)),
        text: rowLine(text),
        line: rowLine(line.text),
      });
    });
    return { kind: 'facts', values: { events }, lines: { '': rowLine(header.text) }, ...partialOf(denied, cutShort(last)) };
  }),
};
