import type { Argv } from '../../model/remedy-plan.js';
import { clipped } from './untrusted.js';

const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/u;

/** As `model/harmless.ts`, and halves of surrogate pairs: what a reader would not see. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{d800}-\u{dfff}\u{e0000}-\u{e007f}]/gu;

const asCode = (letter: string): string => `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;

/** One argument, so that it can be told from its neighbours and every character of it is seen. */
function shownWord(word: string): string {
  if (PLAIN.test(word)) return word;
  if (word.search(UNSEEN) < 0) return `'${word.replaceAll("'", "'\\''")}'`;
  return `$'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(UNSEEN, asCode)}'`;
}

/** A command as bash would take it (no shell ever gets it): one line, exact. */
export function shownCommand(argv: Argv): string {
  return argv.map(shownWord).join(' ');
}

/** Commands for people, one a line. */
export interface ShownCommands {
  readonly text: string;
  /** False: something of them is left out, so nobody can judge them by this text. */
  readonly isWhole: boolean;
}

/** At most `most` characters of commands. */
export function shownCommands(commands: readonly Argv[], most: number): ShownCommands {
  const text = commands.map(argv => `$ ${shownCommand(argv)}`).join('\n');
  return { text: clipped(text, most), isWhole: text.length <= most };
}
