/** A condition as CEL wants it, with the way back to positions in what the author wrote. */
export interface ConditionText {
  readonly text: string;
  readonly originalIndex: (index: number) => number;
}

const WORD = /[A-Za-z0-9_]/;
const NUMBER = /^(?:0x[0-9a-fA-F]+|\d+)(?![\w.])/;

/** Length of the string literal that begins here (raw and triple-quoted ones too), or 0. An open one runs to the end. */
function literalLength(rest: string): number {
  const opening = /^[rRbB]{0,2}("""|'''|"|')/.exec(rest);
  if (!opening?.[1]) return 0;
  const raw = /^[bB]?[rR]/.test(rest);
  const quote = opening[1];
  for (let i = opening[0].length; i < rest.length; i++) {
    if (rest[i] === '\\' && !raw) i++;
    else if (rest.startsWith(quote, i)) return i + quote.length;
  }
  return rest.length;
}

/** True when what comes next is the index in `rows[0]`, and not the first element of a list such as `[80, 443]`. */
function isIndex(before: string): boolean {
  const bracket = before.trimEnd();
  if (!bracket.endsWith('[')) return false;
  const holder = bracket.slice(0, -1).trimEnd();
  return /[\w)\]]$/.test(holder) && !/(?:^|[^\w.])in$/.test(holder);
}

/**
 * Rewrites what authors should not have to know about CEL, outside of string literals:
 * - every whole number becomes a double, since all facts are doubles and CEL has no `double * int` and no `double in list<int>`
 *   (an index such as `[0]` stays whole);
 * - `bytes(` becomes `byte_count(`, since CEL's own `bytes()` can't be replaced.
 */
export function rewriteCondition(source: string): ConditionText {
  let text = '';
  const shifts: { readonly from: number; readonly original: number }[] = [];
  const add = (piece: string, original: number): void => {
    text += piece;
    shifts.push({ from: text.length, original });
  };
  let i = 0;
  while (i < source.length) {
    const rest = source.slice(i);
    const before = source[i - 1] ?? '';
    const startsWord = !WORD.test(before);
    const literal = startsWord ? literalLength(rest) : 0;
    const number = startsWord && before !== '.' ? NUMBER.exec(rest)?.[0] : undefined;
    if (literal > 0) {
      text += rest.slice(0, literal);
      i += literal;
    } else if (number !== undefined) {
      add(isIndex(source.slice(0, i)) ? number : `${Number(number)}.0`, i + number.length);
      i += number.length;
    } else if (startsWord && before !== '.' && /^bytes\s*\(/.test(rest)) {
      add('byte_count', i + 'bytes'.length);
      i += 'bytes'.length;
    } else {
      text += source[i] ?? '';
      i++;
    }
  }
  const originalIndex = (index: number): number => {
    const last = shifts.filter(shift => shift.from <= index).at(-1);
    if (last) return Math.min(source.length, last.original + (index - last.from));
    return Math.min(source.length, index);
  };
  return { text, originalIndex };
}
