/**
 * Number of edits (insert, delete, replace, swap of neighbours) that lead from one word to the other.
 * Optimal string alignment: good enough for typing errors, and small.
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The allowed word that was most likely meant, or undefined when none is near. Case does not count. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const longer = word.length > 1 ? allowed.find(candidate => candidate.toLowerCase().startsWith(wanted)) : undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of allowed) {
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best ?? longer;
}

/** Most allowed words that a message lists; of more, the nearest ones. */
const MAX_LISTED = 12;

/** `; did you mean "x"? Allowed: a, b, c`: the tail of every message about an unknown word. */
export function suggest(word: string, allowed: readonly string[], label = 'Allowed'): string {
  const near = nearest(word, allowed);
  const meant = near === undefined ? '.' : `; did you mean "${near}"?`;
  if (allowed.length === 0) return meant;
  const wanted = word.toLowerCase();
  const byNearness = [...allowed].sort((a, b) => distance(wanted, a.toLowerCase()) - distance(wanted, b.toLowerCase()));
  const listed = byNearness.slice(0, MAX_LISTED).sort().join(', ');
  const more = allowed.length > MAX_LISTED ? ` and ${allowed.length - MAX_LISTED} more` : '';
  return `${meant} ${label}: ${listed}${more}`;
}
