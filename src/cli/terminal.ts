import { styleText } from 'node:util';

/** What of a stream matters for writing to it: whether a person watches, how wide it is, whether colour is wanted. */
export interface Terminal {
  readonly isTty: boolean;
  /** Columns to fill; 80 when nobody watches, so that logs and tests read the same. */
  readonly columns: number;
  readonly colour: boolean;
  readonly write: (text: string) => void;
}

/** As much of an output stream as is used: `process.stdout` fits, and so does a plain object. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const MIN_COLUMNS = 40;
const MAX_COLUMNS = 100;

/** Describes an output stream. NO_COLOR (https://no-color.org) and TERM=dumb turn colour off; so does a pipe. */
export function terminalOf(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const isTty = stream.isTTY === true;
  return {
    isTty,
    columns: isTty ? Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, stream.columns ?? 80)) : 80,
    colour: isTty && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    write: text => {
      stream.write(text);
    },
  };
}

/** Colours a text on a terminal that wants it. */
export function paint(terminal: Terminal, style: Style | readonly Style[], text: string): string {
  return terminal.colour ? styleText(typeof style === 'string' ? style : [...style], text, { validateStream: false }) : text;
}

/** Wraps at blanks to the given width; the first line after `first`, the others after `rest`. */
export function wrap(text: string, width: number, first: string, rest: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/u).filter(part => part !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines.join('\n');
}

/** Cuts a line to the width, with an ellipsis where something is missing. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}
