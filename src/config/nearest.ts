/** Edit distance with neighbouring letters swapped counted as one (the most common typing mistake). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The names that someone who typed `wanted` may have meant: best first, at most `most`. A name counts as near when at most a third of its
 * letters differ, or when one of the two begins with the other.
 */
export function nearest(wanted: string, names: readonly string[], most = 3): string[] {
  const word = wanted.toLowerCase().slice(0, 80);
  return names
    .map(name => {
      const candidate = name.toLowerCase().slice(0, 80);
      const begins = word.length > 2 && candidate.length > 2 && (candidate.startsWith(word) || word.startsWith(candidate));
      return {
        name,
        away: begins ? 0.5 : distance(word, candidate),
        limit: Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)),
      };
    })
    .filter(({ away, limit }) => away <= limit)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
