import type { RemedyCommand, RemedyWord } from '../model/remedy.js';
import type { Argv } from '../model/remedy-plan.js';

/** One word with its values. The loader has made sure that each hole has a value; a missing one is a mistake in our code. */
export function fillWord(word: RemedyWord, values: Readonly<Record<string, string>>): string {
  return word
    .map(piece => {
      if (piece.kind === 'text') return piece.text;
      const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
      if (value === undefined) throw new Error(`the value "${piece.name}" was not bound before its command was filled in`);
      return value;
    })
    .join('');
}

/** A command with its values: as many arguments as words, whatever the values hold. */
export function fillCommand([first, ...rest]: RemedyCommand, values: Readonly<Record<string, string>>): Argv {
  return [fillWord(first, values), ...rest.map(word => fillWord(word, values))];
}
