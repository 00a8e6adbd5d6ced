// parse: {json: {fields: {version: {at: status.version}}, rows: {as: pods, at: items, fields: {ready: {at: status.ready, type: bool}}}}}
// `at` is a path of keys and indexes with dots; an empty one is the whole value.
import { z } from 'zod';
import type { FactScalar, FactValue } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { name } from './line-test.js';
import { type Line, linesOf } from './lines.js';
import { optionsCheck } from './options.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { typed } from './typed-value.js';
import { looksOf } from './window.js';

const field = typed.extend({ at: z.string() });
const schema = z
  .strictObject({
    fields: z.record(name, field).default({}),
    rows: z.strictObject({ as: name.default('rows'), at: z.string(), fields: z.record(name, field) }).optional(),
  })
  .refine(options => options.rows !== undefined || Object.keys(options.fields).length > 0, 'names neither fields nor rows');

type FieldAt = z.output<typeof field>;

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const step of path === '' ? [] : path.split('.')) {
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  return at;
}

/** JSON has types of its own: they must be the declared ones. null and a missing key are unknown. */
function scalarAt(value: unknown, as: FieldAt, line: Line, of: string): FactScalar | undefined {
  const found = valueAt(value, as.at);
  if (found === undefined || found === null) return undefined;
  if (as.type === 'text' && typeof found === 'string') return found;
  if (as.type === 'bool' && typeof found === 'boolean') return found;
  if ((as.type === 'number' || as.type === 'time') && typeof found === 'number')
    return as.unit === undefined ? found : toBase(found, as.unit);
  throw new OddLine(line, `${of} (${as.at}) should be a ${as.type}, not ${rowLine(JSON.stringify(found)).slice(0, 80)}`);
}

function readFields(value: unknown, fields: Readonly<Record<string, FieldAt>>, line: Line): Record<string, FactScalar> {
  return present(Object.fromEntries(Object.entries(fields).map(([of, as]) => [of, scalarAt(value, as, line, of)])));
}

/** Scalars and rows out of one JSON document. */
export const genericJson: Parser = {
  name: 'json',
  gives: 'declared',
  checkOptions: optionsCheck(schema),
  parse: strictly(input => {
    const options = schema.parse(input.options);
    const { last } = looksOf(input);
    const line = linesOf(last).find(one => one.text.trim() !== '') ?? { no: 1, text: '' };
    let value: unknown;
    try {
      value = JSON.parse(last.stdout);
    } catch {
      throw new OddLine(line, last.truncated ? 'the JSON was cut off' : 'should be one JSON document');
    }
    const values: Record<string, FactValue> = readFields(value, options.fields, line);
    if (options.rows) {
      const { as, at, fields } = options.rows;
      const list = valueAt(value, at);
      if (!Array.isArray(list)) throw new OddLine(line, `${at === '' ? 'the document' : at} should be a list`);
      values[as] = list.map(entry => ({ ...readFields(entry, fields, line), line: rowLine(JSON.stringify(entry)) }));
    }
    return { kind: 'facts', values, lines: { '': rowLine(line.text) } };
  }),
};
