import type { Parser, ParserInput, ParserOutput } from '../model/parser.js';
import type { Line } from './lines.js';
import { rowLine } from './row-line.js';

/** What a parser gives when it understood every line. */
export type Read = Extract<ParserOutput, { kind: 'facts' }>;

/** A line that a parser does not understand. Thrown inside this folder only; `strictly` turns it into `unparsed`. */
export class OddLine extends Error {
  constructor(
    readonly line: Line,
    readonly why: string,
  ) {
    super(why);
  }
}

/** Makes a parser that answers `unparsed`, with the line, when it meets one that it does not understand. */
export function strictly(read: (input: ParserInput) => Read): Parser['parse'] {
  return input => {
    try {
      return read(input);
    } catch (error) {
      if (!(error instanceof OddLine)) throw error;
      return { kind: 'unparsed', line: error.line.no, text: rowLine(error.line.text), why: error.why };
    }
  };
}

/** The groups of a match, or an odd line with the reason. */
export function matchOf(pattern: RegExp, line: Line, why: string): RegExpExecArray {
  const match = pattern.exec(line.text);
  if (!match) throw new OddLine(line, why);
  return match;
}

/** A whole number of at least zero, or an odd line that names the column. */
export function wholeNumber(text: string | undefined, line: Line, column: string): number {
  if (text === undefined || !/^\d{1,20}$/u.test(text)) throw new OddLine(line, `${column} should be a whole number, not '${text ?? ''}'`);
  return Number(text);
}
