import { z } from 'zod';
import type { Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { OddLine } from './strict.js';

/** Reads the prober's output, one JSON object per attempt, with the schema of one attempt. */
export function probeLines<T>(printed: Printed, schema: z.ZodType<T>): { attempts: readonly T[]; last: Line } {
  const lines = linesOf(printed).filter(line => line.text.trim() !== '');
  const attempts = lines.map(line => {
    let value: unknown;
    try {
      value = JSON.parse(line.text);
    } catch {
      throw new OddLine(line, 'should be one JSON object per attempt');
    }
    const read = schema.safeParse(value);
    if (!read.success) throw new OddLine(line, `should be an attempt of the prober: ${z.prettifyError(read.error).replace(/\s+/gu, ' ')}`);
    return read.data;
  });
  const last = lines.at(-1);
  if (!last) throw new OddLine({ no: 1, text: '' }, 'the prober made no attempt');
  return { attempts, last };
}

/** The middle value; of an even number the mean of the two in the middle. Nothing for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  return high === undefined || low === undefined ? undefined : (low + high) / 2;
}
