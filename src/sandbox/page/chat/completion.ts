import type { PageCommand, PageUser } from '../../page-api.js';

export interface Candidate {
  /** What stands in the list: `/diagnose`, `@ana`. */
  readonly label: string;
  readonly detail: string;
  readonly hint: string;
  /** What is written instead of what was typed. */
  readonly insert: string;
}

export interface Completion {
  readonly kind: 'command' | 'mention';
  /** The part of the text that a choice replaces. */
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
}

export interface CompletionWords {
  readonly commands: readonly PageCommand[];
  readonly users: readonly PageUser[];
}

const MOST = 8;

function commandsFor(typed: string, commands: readonly PageCommand[]): readonly Candidate[] {
  const wanted = typed.slice(1).toLowerCase();
  const begins = commands.filter(({ command }) => command.slice(1).toLowerCase().startsWith(wanted));
  const holds = commands.filter(
    ({ command }) => !begins.some(known => known.command === command) && command.toLowerCase().includes(wanted),
  );
  return [...begins, ...holds].map(({ command, description, usageHint }) => ({
    label: command,
    detail: description,
    hint: usageHint,
    insert: `${command} `,
  }));
}

function mentionsFor(typed: string, users: readonly PageUser[]): readonly Candidate[] {
  const wanted = typed.slice(1).toLowerCase();
  const fits = ({ name, realName }: PageUser): boolean =>
    name.toLowerCase().startsWith(wanted) ||
    realName
      .toLowerCase()
      .split(' ')
      .some(part => part.startsWith(wanted));
  return users.filter(fits).map(user => ({
    label: `@${user.name}`,
    detail: user.realName,
    hint: user.isBot ? 'App' : '',
    insert: `@${user.name} `,
  }));
}

/** What the text before the caret could become; undefined when there is nothing to offer. */
export function completionOf(text: string, caret: number, words: CompletionWords): Completion | undefined {
  const before = text.slice(0, caret);
  const command = /^\/\S*$/u.exec(before)?.[0];
  if (command !== undefined) return offered('command', 0, caret, commandsFor(command, words.commands));
  const mention = /(?:^|[\s(])(@[\p{L}\p{N}._-]*)$/u.exec(before)?.[1];
  if (mention === undefined) return undefined;
  return offered('mention', caret - mention.length, caret, mentionsFor(mention, words.users));
}

function offered(kind: Completion['kind'], from: number, to: number, candidates: readonly Candidate[]): Completion | undefined {
  return candidates.length === 0 ? undefined : { kind, from, to, candidates: candidates.slice(0, MOST) };
}

/** The text and the caret after a choice. */
export function completed(
  text: string,
  { from, to }: Completion,
  { insert }: Candidate,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to).replace(/^ /u, '');
  return { text: text.slice(0, from) + insert + rest, caret: from + insert.length };
}

/** The command that the text begins with, once its name is whole: its usage can be shown while the rest is typed. */
export function commandOf(text: string, commands: readonly PageCommand[]): PageCommand | undefined {
  const name = /^(\/\S+)\s/u.exec(text)?.[1];
  return commands.find(({ command }) => command === name);
}
