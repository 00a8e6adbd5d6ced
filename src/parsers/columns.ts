/** Splits at blanks into at most `count` columns; the last takes the rest, blanks included, without those at its ends. */
export function columns(text: string, count: number): readonly string[] {
  const found: string[] = [];
  let rest = text.trim();
  while (found.length < count - 1 && rest !== '') {
    const end = rest.search(/\s/u);
    if (end < 0) break;
    found.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') found.push(rest);
  return found;
}
