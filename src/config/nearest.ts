import { editDistance } from '../model/edit-distance.js';

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
        away: begins ? 0.5 : editDistance(word, candidate),
        limit: Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)),
      };
    })
    .filter(({ away, limit }) => away <= limit)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
