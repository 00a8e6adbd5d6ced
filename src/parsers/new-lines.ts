/**
 * How many lines at the end of the last look are new: what follows the longest end of the first look that the last one begins with.
 * By the prefix function of Knuth, Morris and Pratt, since a log of a thousand equal lines must not take a thousand times as long.
 */
export function newLines(before: readonly string[], after: readonly string[]): number {
  const failure: number[] = [];
  const advance = (matched: number, line: string | undefined): number => {
    let length = matched;
    while (length > 0 && (length === after.length || after[length] !== line)) length = failure[length - 1] ?? 0;
    return after[length] === line ? length + 1 : length;
  };
  for (let at = 0; at < after.length; at += 1) failure.push(at === 0 ? 0 : advance(failure[at - 1] ?? 0, after[at]));
  let kept = 0;
  for (const line of before) kept = after.length === 0 ? 0 : advance(kept, line);
  return after.length - kept;
}
