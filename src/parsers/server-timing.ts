// What a service says of its own time in the header Server-Timing (W3C), milliseconds:
//
//   answer exit 0 code 200 seconds 0.412200
//   part db ms 12.1
//   part serialize ms 310.4
//   end
import type { FactRow, FactScalar } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly text: string;
}

interface Answer {
  readonly header: string;
  readonly totalSeconds: number | undefined;
  readonly parts: readonly Part[];
}

const ANSWER = /^answer exit (\d{1,3}) code (\d{3}) seconds (\d{1,6}(?:\.\d{1,9})?)$/u;
const PART = /^part ([A-Za-z0-9_.-]{1,60}) ms (\d{1,12}(?:\.\d{1,12})?)$/u;
/** What frameworks and people call it. */
const SERIALIZATION = /seriali[sz]|json|xml|proto|marshal|encod|decod|parse/iu;
const TOTAL = /^(?:total|all|request|app)$/iu;

function answerOf(printed: Printed): Answer {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, exit, code, seconds] = matchOf(ANSWER, header, "should be 'answer' and how the request ended");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 1, text: '' }, "the last line should be 'end'");
  const parts = (isWhole ? rest.slice(0, -1) : rest).map(line => {
    const [, name = '', ms] = matchOf(PART, line, 'should be a part of the time that the service spent');
    return { name, seconds: toBase(Number(ms), 'ms'), text: line.text };
  });
  return { header: header.text, totalSeconds: exit === '0' && code !== '000' ? Number(seconds) : undefined, parts };
}

const serializationOf = ({ parts }: Answer): number =>
  parts.filter(({ name }) => SERIALIZATION.test(name)).reduce((sum, { seconds }) => sum + seconds, 0);

/** Of what the service accounts for: its own total where it names one. Time in its queue is in no part. */
function shareOf(answer: Answer): number | undefined {
  const parts = answer.parts.filter(({ name }) => !TOTAL.test(name));
  const named = answer.parts.find(({ name }) => TOTAL.test(name))?.seconds;
  const all = named ?? parts.reduce((sum, { seconds }) => sum + seconds, 0);
  return all === 0 ? undefined : Math.min(1, serializationOf(answer) / all);
}

function partsOf(answer: Answer): Record<string, FactScalar | readonly FactRow[]> {
  const { totalSeconds, parts } = answer;
  if (parts.length === 0) return {};
  const [largest] = parts.filter(({ name }) => !TOTAL.test(name)).sort((a, b) => b.seconds - a.seconds);
  const rows = parts.map(({ name, seconds, text }) =>
    present({
      name,
      seconds,
      share: totalSeconds === undefined || totalSeconds === 0 ? undefined : Math.min(1, seconds / totalSeconds),
      line: rowLine(text),
    }),
  );
  return { parts: rows, serialization_s: serializationOf(answer), ...present({ largest: largest?.name, largest_s: largest?.seconds }) };
}

/** How long a request took, and the parts of it that the service itself names. */
export const serverTiming: Parser = {
  name: 'server_timing',
  gives: {
    total_s: 'number',
    parts: 'list',
    'parts.name': 'text',
    'parts.seconds': 'number',
    'parts.share': 'number',
    serialization_s: 'number',
    serialization_share: 'number',
    largest: 'text',
    largest_s: 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const answers = (first ? [answerOf(first), answerOf(last)] : [answerOf(last)]).sort(
      (a, b) => (b.totalSeconds ?? -1) - (a.totalSeconds ?? -1),
    );
    const [slower = answerOf(last)] = answers;
    const shares = answers.map(shareOf);
    const isKnown = shares.every((share): share is number => share !== undefined);
    return {
      kind: 'facts',
      values: {
        ...partsOf(slower),
        ...present({ total_s: slower.totalSeconds, serialization_share: isKnown ? Math.min(...(shares as number[])) : undefined }),
      },
      lines: { '': rowLine(slower.parts.find(({ name }) => SERIALIZATION.test(name))?.text ?? slower.header) },
      ...partialOf(cutShort(last)),
    };
  }),
};
