import type { Logger } from '../flow/ports.js';
import { loggable } from './slack-logger.js';

// Read over a phone at night: no 0/O, no 1/I.
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function problemId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, byte => LETTERS[byte % LETTERS.length]).join('');
}

/** Logs an unexpected error in full and gives the sentence for the person: with an id by which the log has it, and nothing else of it. */
export function reportProblem(error: unknown, during: string, logger: Logger): string {
  const id = problemId();
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  logger.error(
    { problem: id, during, error: loggable(error), stack: stack.split('\n').slice(1, 12).map(loggable) },
    'something went wrong',
  );
  return `Something went wrong on my side, and I could not do that. Try it once more; if it happens again, tell the operator of Faultline this number: ${id}.`;
}
