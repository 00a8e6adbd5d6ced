// parse: {lines: {as: rows, skip: '^#'}}: every line becomes a row with `text`.
import { z } from 'zod';
import type { Parser } from '../model/parser.js';
import { found, name, pattern } from './line-test.js';
import { linesOf } from './lines.js';
import { optionsCheck } from './options.js';
import { cutShort, partialOf } from './partial.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const schema = z.strictObject({
  as: name.default('rows'),
  /** Lines that are not wanted: headers, comments. */
  skip: pattern.optional(),
});

/** Rows with `text`, one per line that is not empty. */
export const genericLines: Parser = {
  name: 'lines',
  gives: 'declared',
  checkOptions: optionsCheck(schema),
  parse: strictly(input => {
    const { as, skip } = schema.parse(input.options ?? {});
    const { last } = looksOf(input);
    const lines = linesOf(last).filter(line => line.text.trim() !== '' && !found(skip, line.text));
    return {
      kind: 'facts',
      values: { [as]: lines.map(line => ({ text: rowLine(line.text), line: rowLine(line.text) })) },
      lines: { '': rowLine(lines[0]?.text ?? '') },
      ...partialOf(cutShort(last)),
    };
  }),
};
