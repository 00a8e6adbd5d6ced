import { z } from 'zod';
import type { Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { rowLine } from './row-line.js';
import { OddLine } from './strict.js';

/** One attempt of the prober with the line that tells it. */
interface ProbeAttempt<T> {
  readonly value: T;
  readonly line: Line;
}

/** Reads the prober's output, one JSON object per attempt, with the schema of one attempt. */
export function probeLines<T>(printed: Printed, schema: z.ZodType<T>): { attempts: readonly ProbeAttempt<T>[]; last: Line } {
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
    return { value: read.data, line };
  });
  const last = lines.at(-1);
  if (!last) throw new OddLine({ no: 1, text: '' }, 'the prober made no attempt');
  return { attempts, last };
}

/** For each field the line of the last attempt that counts in it; no line when none does. */
export function lastLines<T>(
  attempts: readonly ProbeAttempt<T>[],
  counts: Readonly<Record<string, (value: T) => boolean>>,
): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const [field, isCounted] of Object.entries(counts)) {
    const found = attempts.findLast(one => isCounted(one.value));
    if (found) lines[field] = rowLine(found.line.text);
  }
  return lines;
}

/** The middle value; of an even number the mean of the two in the middle. Nothing for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  return high === undefined || low === undefined ? undefined : (low + high) / 2;
}
