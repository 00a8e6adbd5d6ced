import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const findings = z.array(z.string()).readonly();
const resultSchema = z.object({
  /** A condition, two of them joined by `+`, or `healthy`. */
  condition: z.string(),
  variation: z.string(),
  asked: z.string(),
  truth: z.object({ roots: findings, tracedTo: findings }),
  found: z.object({ roots: findings, tracedTo: findings }),
  beside: findings,
  /** From the command to its end. */
  seconds: z.number(),
});

/** One run and what came of it; a line of the results file. */
export type Result = z.infer<typeof resultSchema>;

/** What a run is known by: a bench that was interrupted goes on where it stopped. */
export const nameOf = ({ condition, variation, asked }: Pick<Result, 'condition' | 'variation' | 'asked'>): string =>
  `${condition} · ${variation} · ${asked}`;

/** The runs that a file holds, none when there is no file. Throws on a line that is not a result. */
export function readResults(file: string): readonly Result[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => resultSchema.parse(JSON.parse(line)));
}

/** Adds one run to the file. */
export function addResult(file: string, result: Result): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}
