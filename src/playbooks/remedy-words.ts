import type { RemedyCommand, RemedyPiece, RemedyWord } from '../model/remedy.js';
import type { TextProblem } from './condition-reads.js';
import { suggest } from './suggest.js';

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: TextProblem };

/** One word: text with `{{ name }}` holes, each of them one of `known`. */
export function remedyWord(text: string, known: readonly string[]): Read<RemedyWord> {
  const pieces: RemedyPiece[] = [];
  let from = 0;
  for (const hole of text.matchAll(/\{\{\s*(.*?)\s*\}\}/g)) {
    const name = hole[1] ?? '';
    if (!known.includes(name))
      return { ok: false, problem: { message: `there is no value "${name}" here${suggest(name, known, 'Declared')}`, index: hole.index } };
    if (hole.index > from) pieces.push({ kind: 'text', text: text.slice(from, hole.index) });
    pieces.push({ kind: 'value', name });
    from = hole.index + hole[0].length;
  }
  const rest = text.slice(from);
  const brace = rest.indexOf('{{');
  if (brace >= 0) return { ok: false, problem: { message: 'a {{ is never closed with }}.', index: from + brace } };
  if (rest !== '') pieces.push({ kind: 'text', text: rest });
  return { ok: true, value: pieces };
}

/** Programs that read a text as a program, or run another command: with one of them every word could become code. */
const INTERPRETERS =
  /(?:^|\/)(?:(?:ba|da|a|k|z|c|tc|fi)?sh|busybox|env|eval|exec|sudo|su|doas|pkexec|runuser|chroot|nsenter|xargs|find|nohup|setsid|timeout|ssh|perl|python[\d.]*|ruby|node|lua|php|expect|vi|vim|ed|tee|dd)$/;

/** A command as argv. No shell reads it, and none may be its first word. */
export function remedyCommand(words: readonly (string | number)[], known: readonly string[]): Read<RemedyCommand> {
  const [first = '', ...rest] = words.map(String);
  if (first.includes('{{')) return { ok: false, problem: { message: 'a value must not choose the command itself.', index: 0 } };
  if (first.trim() === '') return { ok: false, problem: { message: 'the command is empty.', index: 0 } };
  if (/\s/.test(first))
    return { ok: false, problem: { message: `"${first}" is one word to the host: write one list element per word.`, index: 0 } };
  if (INTERPRETERS.test(first)) {
    const message = `a remedy must not run "${first}": what it is given would be read as a program. Name the command itself.`;
    return { ok: false, problem: { message, index: 0 } };
  }
  const read: RemedyWord[] = [];
  for (const word of rest) {
    const one = remedyWord(word, known);
    if (!one.ok) return one;
    read.push(one.value);
  }
  return { ok: true, value: [[{ kind: 'text', text: first }], ...read] };
}
