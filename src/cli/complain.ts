import { harmless } from '../model/harmless.js';
import type { Terminal } from './terminal.js';

/** Most lines of one complaint: whoever has made a hundred mistakes mends the first twenty first. */
const MAX_LINES = 20;

/** Says on stderr what is wrong, each line with our name in front so that it can be told from what hosts say. */
export function complain(terminal: Terminal, lines: readonly string[]): void {
  const rest = lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more`] : [];
  terminal.write([...lines.slice(0, MAX_LINES), ...rest].map(line => `faultline: ${harmless(line)}\n`).join(''));
}
