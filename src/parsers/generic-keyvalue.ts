// parse: {keyvalue: {separator: ':', fields: {buffers_bytes: {key: Buffers, type: number, unit: kB}}}}
import { z } from 'zod';
import type { FactScalar } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { found, name, pattern } from './line-test.js';
import { linesOf } from './lines.js';
import { optionsCheck } from './options.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { typed, typedValue } from './typed-value.js';
import { looksOf } from './window.js';

const schema = z.strictObject({
  separator: z.string().min(1).default('='),
  skip: pattern.optional(),
  fields: z.record(name, typed.extend({ key: z.string().min(1) })),
});

/** Scalars out of lines `key separator value`. A key that does not occur leaves its field unknown. */
export const genericKeyvalue: Parser = {
  name: 'keyvalue',
  gives: 'declared',
  checkOptions: optionsCheck(schema),
  parse: strictly(input => {
    const options = schema.parse(input.options);
    const byKey = new Map(Object.entries(options.fields).map(([field, { key }]) => [key, field]));
    const values: Record<string, FactScalar | undefined> = {};
    const lines: Record<string, string> = {};
    for (const line of linesOf(looksOf(input).last)) {
      if (line.text.trim() === '' || found(options.skip, line.text)) continue;
      const at = line.text.indexOf(options.separator);
      if (at <= 0) throw new OddLine(line, `should be a key, '${options.separator}' and a value`);
      const field = byKey.get(line.text.slice(0, at).trim());
      const as = field === undefined ? undefined : options.fields[field];
      if (field === undefined || !as) continue;
      // kB after the number, as /proc/meminfo prints it, is what `unit` says already.
      const text = line.text.slice(at + options.separator.length).trim();
      values[field] = typedValue(as.unit === undefined ? text : text.replace(new RegExp(` ${as.unit}$`, 'u'), ''), as, line, field);
      lines[field] = rowLine(line.text);
    }
    return { kind: 'facts', values: present(values), lines: { ...lines, '': Object.values(lines)[0] ?? '' } };
  }),
};
