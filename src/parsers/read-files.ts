import type { Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { OddLine } from './strict.js';

/**
 * The lines of each file of a `read` variant, whose output is that of `grep -aH '' FILES`: every line `path:line`.
 * Paths with a colon do not occur under /proc and /proc/sys, where this is used.
 */
export function readFiles(printed: Printed): ReadonlyMap<string, readonly Line[]> {
  const files = new Map<string, Line[]>();
  for (const line of linesOf(printed)) {
    const colon = line.text.indexOf(':');
    if (!line.text.startsWith('/') || colon < 0) throw new OddLine(line, 'should be a path, a colon and a line of that file');
    const path = line.text.slice(0, colon);
    const lines = files.get(path) ?? [];
    lines.push({ no: line.no, text: line.text.slice(colon + 1) });
    files.set(path, lines);
  }
  if (files.size === 0) throw new OddLine({ no: 1, text: '' }, 'no file gave a line');
  return files;
}
