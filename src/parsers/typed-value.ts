import { z } from 'zod';
import type { FactScalar } from '../model/fact.js';
import type { Line } from './lines.js';
import { toBase, UNITS } from './quantity.js';
import { OddLine } from './strict.js';

/** How a generic parser turns a text into a value. */
export const typed = z.strictObject({
  type: z.enum(['number', 'text', 'bool', 'time']).default('text'),
  unit: z.enum(Object.keys(UNITS) as [string, ...string[]]).optional(),
});

export type Typed = z.output<typeof typed>;

const BOOLS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/**
 * A text as number (in base units), bool, time (seconds since the epoch) or text. An empty text and `-` are unknown.
 * Anything else that does not fit the type is an odd line.
 */
export function typedValue(text: string, as: Typed, line: Line, name: string): FactScalar | undefined {
  const trimmed = text.trim();
  if (as.type === 'text') return trimmed === '' ? undefined : trimmed;
  if (trimmed === '' || trimmed === '-') return undefined;
  if (as.type === 'bool') {
    const value = BOOLS[trimmed.toLowerCase()];
    if (value === undefined) throw new OddLine(line, `${name} should be yes or no, not '${trimmed}'`);
    return value;
  }
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/u.test(trimmed))
    throw new OddLine(line, `${name} should be a number, not '${trimmed}'`);
  return as.unit === undefined ? Number(trimmed) : toBase(Number(trimmed), as.unit);
}
