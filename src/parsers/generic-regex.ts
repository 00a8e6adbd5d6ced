// parse: {regex: {as: rows, pattern: '^(?P<name>\S+) (?P<ms>\d+)ms$', fields: {ms: {type: number, unit: ms}}}}
// With `as`, every line that matches is a row; without, the first that matches gives scalars.
import { z } from 'zod';
import type { FactScalar } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { found, name, pattern, re2 } from './line-test.js';
import { type Line, linesOf } from './lines.js';
import { optionsCheck } from './options.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { type Typed, typed, typedValue } from './typed-value.js';
import { looksOf } from './window.js';

const schema = z
  .strictObject({
    pattern,
    as: name.optional(),
    skip: pattern.optional(),
    /** What to do with lines that do not match. */
    others: z.enum(['odd', 'ignore']).default('odd'),
    fields: z.record(name, typed).default({}),
  })
  .superRefine((options, context) => {
    const groups = groupsOf(options.pattern);
    if (groups.length === 0) context.addIssue({ code: 'custom', path: ['pattern'], message: 'has no named group, (?P<name>…)' });
    for (const field of Object.keys(options.fields)) {
      if (!groups.includes(field)) context.addIssue({ code: 'custom', path: ['fields', field], message: 'is not a group of the pattern' });
    }
  });

function groupsOf(source: string): readonly string[] {
  try {
    return Object.keys(re2(source).namedGroups());
  } catch {
    return [];
  }
}

function read(line: Line, source: string, fields: Readonly<Record<string, Typed>>): Record<string, FactScalar> | undefined {
  const matcher = re2(source).matcher(line.text);
  if (!matcher.find()) return undefined;
  const values: Record<string, FactScalar | undefined> = {};
  for (const group of groupsOf(source)) {
    const text = matcher.group(group);
    values[group] = text === null ? undefined : typedValue(text, fields[group] ?? { type: 'text' }, line, group);
  }
  return present(values);
}

/** Named groups of an RE2 pattern as fields. */
export const genericRegex: Parser = {
  name: 'regex',
  gives: 'declared',
  checkOptions: optionsCheck(schema),
  parse: strictly(input => {
    const options = schema.parse(input.options);
    const { last } = looksOf(input);
    const matches: { line: Line; values: Record<string, FactScalar> }[] = [];
    for (const line of linesOf(last)) {
      if (line.text.trim() === '' || found(options.skip, line.text)) continue;
      const values = read(line, options.pattern, options.fields);
      if (values) matches.push({ line, values });
      else if (options.others === 'odd') throw new OddLine(line, `does not match ${options.pattern}`);
    }
    const [first] = matches;
    const cited = { '': rowLine(first?.line.text ?? '') };
    if (options.as === undefined) return { kind: 'facts', values: first?.values ?? {}, lines: cited, ...partialOf(cutShort(last)) };
    const rows = matches.map(({ line, values }) => ({ ...values, line: rowLine(line.text) }));
    return { kind: 'facts', values: { [options.as]: rows }, lines: cited, ...partialOf(cutShort(last)) };
  }),
};
