import { editDistance } from '../model/edit-distance.js';

/** The allowed word that was most likely meant, or undefined when none is near. Case does not count. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const longer = word.length > 1 ? allowed.find(candidate => candidate.toLowerCase().startsWith(wanted)) : undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of allowed) {
    const edits = editDistance(wanted, candidate.toLowerCase());
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
  const byNearness = [...allowed].sort((a, b) => editDistance(wanted, a.toLowerCase()) - editDistance(wanted, b.toLowerCase()));
  const listed = byNearness.slice(0, MAX_LISTED).sort().join(', ');
  const more = allowed.length > MAX_LISTED ? ` and ${allowed.length - MAX_LISTED} more` : '';
  return `${meant} ${label}: ${listed}${more}`;
}
