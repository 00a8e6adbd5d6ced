import type { Printed } from '../model/parser.js';

/** One line of what was printed, numbered from 1 as an editor would. */
export interface Line {
  readonly no: number;
  readonly text: string;
}

/**
 * Longest line that is read. Those of the kernel and of tools have at most some 4000 characters; a host that sends more in one
 * line must not be able to keep a pattern busy.
 */
const MAX_LINE = 16_384;

/**
 * The lines of a look, without line ends and without a last line that the byte cap cut in two.
 * Empty lines are kept: some formats need them.
 */
export function linesOf(printed: Pick<Printed, 'stdout' | 'truncated'>): readonly Line[] {
  const texts = printed.stdout.split('\n');
  const last = texts.pop();
  if (last !== undefined && last !== '' && !printed.truncated) texts.push(last);
  return texts.map((text, index) => ({ no: index + 1, text: (text.endsWith('\r') ? text.slice(0, -1) : text).slice(0, MAX_LINE) }));
}
