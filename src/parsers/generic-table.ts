// parse: {table: {as: rows, header: '^NAME +SIZE', columns: [{name: disk}, {name: size_bytes, type: number, unit: kB}]}}:
// columns divided by blanks; the last takes the rest of the line.
import { z } from 'zod';
import type { FactScalar } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { columns } from './columns.js';
import { found, name, pattern } from './line-test.js';
import { linesOf } from './lines.js';
import { optionsCheck } from './options.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { typed, typedValue } from './typed-value.js';
import { looksOf } from './window.js';

const schema = z.strictObject({
  as: name.default('rows'),
  /** The header line; rows begin after it. Without one, every line is a row. */
  header: pattern.optional(),
  skip: pattern.optional(),
  columns: z.array(typed.extend({ name })).min(1, 'names at least one column'),
});

/** Rows of a table. A row with fewer columns than named is an odd line. */
export const genericTable: Parser = {
  name: 'table',
  gives: 'declared',
  checkOptions: optionsCheck(schema),
  parse: strictly(input => {
    const options = schema.parse(input.options);
    const { last } = looksOf(input);
    const lines = linesOf(last).filter(line => line.text.trim() !== '' && !found(options.skip, line.text));
    const header = lines[0];
    if (options.header !== undefined && (!header || !found(options.header, header.text))) {
      throw new OddLine(header ?? { no: 1, text: '' }, `should be the header, ${options.header}`);
    }
    const rows = lines.slice(options.header === undefined ? 0 : 1).map(line => {
      const cells = columns(line.text, options.columns.length);
      if (cells.length < options.columns.length) throw new OddLine(line, `has ${cells.length} columns, not ${options.columns.length}`);
      const fields = options.columns.map((column, index): [string, FactScalar | undefined] => [
        column.name,
        typedValue(cells[index] ?? '', column, line, column.name),
      ]);
      return present({ ...Object.fromEntries(fields), line: rowLine(line.text) });
    });
    return { kind: 'facts', values: { [options.as]: rows }, lines: { '': rowLine(header?.text ?? '') }, ...partialOf(cutShort(last)) };
  }),
};
