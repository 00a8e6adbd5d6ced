import type { FactValues } from './fact.js';

/** What one look printed, as a parser sees it. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly truncated: boolean;
  /** Host uptime at the end of the look, in seconds: differences give the window. */
  readonly uptime: number;
}

export interface ParserInput {
  /** One look, or two when the check says `sample: twice` (first, then last). */
  readonly looks: readonly [Printed, ...Printed[]];
  /** Host wall clock when the last look ended, seconds since the epoch. */
  readonly now: number;
  /** The check's bound parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands under the parser's name in `parse: {name: …}`; already checked by the parser's own schema. */
  readonly options: unknown;
}

/**
 * What a parser makes of the text. `partial` says that rows may be missing, so that lists get an unknown row.
 * `unparsed` names the line that the parser did not understand: it never guesses and never skips in silence.
 */
export type ParserOutput =
  | {
      readonly kind: 'facts';
      readonly values: FactValues;
      readonly lines: Readonly<Record<string, string>>;
      readonly partial?: {
        readonly reason: 'denied' | 'partial' | 'stale' | 'truncated';
        readonly why: string;
        readonly lists?: readonly string[];
      };
    }
  | { readonly kind: 'unparsed'; readonly line: number; readonly text: string; readonly why: string };

/** A parser: text in, typed values out. Pure. */
export interface Parser {
  /** Its name in playbooks (`parse: ss_listen`), snake_case. */
  readonly name: string;
  /** Every field that it can give, dotted (`rows.port`), with its type: lint checks `fields:` against it.
   * `'declared'` for the generic parsers, whose fields the playbook names itself. */
  readonly gives: Readonly<Record<string, 'number' | 'text' | 'bool' | 'time' | 'list'>> | 'declared';
  /** Checks the options at load; returns a sentence when they are wrong. */
  readonly checkOptions?: (options: unknown) => string | undefined;
  readonly parse: (input: ParserInput) => ParserOutput;
}
