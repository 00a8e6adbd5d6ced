import type { TextProblem } from './condition-reads.js';

/** A command as argv, or what is wrong with it. */
export type CommandWords =
  | { readonly ok: true; readonly argv: readonly [string, ...string[]] }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

const SHELL_SIGNS = /[|><;&$`"'\\*?()~]/;

/**
 * Splits a command at blanks. There is no shell on the way, so that what only a shell understands is refused: it would reach the
 * command as plain text.
 */
export function commandWords(command: string | readonly (string | number)[]): CommandWords {
  if (typeof command === 'string') {
    const sign = SHELL_SIGNS.exec(command.replace(/\{\{.*?\}\}/g, word => ' '.repeat(word.length)));
    if (sign) {
      const message = `no shell reads this command, so ${sign[0]} has no meaning in it. Write it as a list with one element per word, or as sh: with args:.`;
      return { ok: false, problems: [{ message, index: sign.index }] };
    }
  }
  const words = typeof command === 'string' ? command.replace(/\{\{\s*(\w+)\s*\}\}/g, '{{$1}}').split(/\s+/) : command.map(String);
  const [first, ...rest] = words;
  if (first === undefined || first === '') return { ok: false, problems: [{ message: 'the command is empty.', index: 0 }] };
  if (first.includes('{{')) return { ok: false, problems: [{ message: 'a parameter must not choose the command itself.', index: 0 }] };
  return { ok: true, argv: [first, ...rest] };
}

/** Ways to ask that hide the difference between "nothing there" and "could not look" (docs/decisions/0005). */
const HIDING: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /2> ?\/dev\/null|&> ?\/dev\/null/,
    '2>/dev/null hides why a command could not look. Leave it out: what it says there decides between denied and missing.',
  ],
  [
    /\bjournalctl\b[^|;\n]*\s(?:-[a-pr-zA-Z]*q[a-zA-Z]*|--quiet)\b/,
    'journalctl -q hides that some of the journal may not be read. Leave -q out.',
  ],
  [
    /\bss\b[^|;\n]*\s(?:-[a-zA-Z]*H[a-zA-Z]*|--no-header)\b/,
    'ss -H prints nothing when there is nothing to list, like a command that failed. Leave -H out; the header is the sign of life.',
  ],
];

/** Problems of a command text that would make a failure look like an empty answer. */
export function hidingProblems(command: string): readonly TextProblem[] {
  return HIDING.flatMap(([pattern, message]) => {
    const found = pattern.exec(command);
    return found ? [{ message, index: found.index }] : [];
  });
}
