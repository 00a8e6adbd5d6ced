import { shortened, storable } from './storable.js';

/** Bounds of one set of labels or annotations. Prometheus' users have some ten; a page of a runbook is an annotation. */
export interface Bounds {
  readonly entries: number;
  /** Characters of a value. */
  readonly text: number;
}

export const LABELS: Bounds = { entries: 64, text: 1024 };
export const ANNOTATIONS: Bounds = { entries: 64, text: 8192 };
const NAME_CHARACTERS = 256;

/** What had to be cut while a group was read. */
export interface Cuts {
  /** Texts that are not whole. */
  texts: number;
  /** Labels and annotations that are not there. */
  entries: number;
}

/** Labels or annotations within their bounds; counts in `cuts` what does not fit. The first entries stay. */
export function namedTexts(given: Readonly<Record<string, string>>, bounds: Bounds, cuts: Cuts): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  for (const name in given) {
    // `__proto__` as a key would change objects that are built from these.
    if (kept.length === bounds.entries || name === '__proto__' || name.length > NAME_CHARACTERS) {
      cuts.entries++;
      continue;
    }
    const text = given[name] ?? '';
    if (text.length > bounds.text) cuts.texts++;
    kept.push([storable(name), storable(shortened(text, bounds.text))]);
  }
  return Object.fromEntries(kept);
}
