import MiniSearch from 'minisearch';
import type { Symptom } from '../model/playbook.js';

/** Which symptom the words mean. `reason` is the phrase that matched. */
export type SymptomMatch =
  | { readonly kind: 'matched'; readonly symptom: string; readonly reason: string }
  /** Two or more symptoms are equally near: the person must choose. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  /** Nothing fits well enough to act on; `nearest` are worth suggesting. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

/** As much of a symptom as matching needs. */
export type MatchableSymptom = Pick<Symptom, 'id' | 'title' | 'phrases' | 'notPhrases'>;

/** Longest text that is looked at; beyond it there is a log, not a symptom. */
const MAX_WORDS_LENGTH = 2000;

/** Splits at everything that is not a letter or a digit, so that SYN_RECV, "syn recv" and syn-recv are the same. */
export function tokensOf(text: string): readonly string[] {
  return text
    .slice(0, MAX_WORDS_LENGTH)
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter(token => token !== '');
}

/** 2 points for each token of a phrase that is in the words, 1 more when they stand together and in order. */
function phraseScore(words: readonly string[], phrase: string): number {
  const tokens = tokensOf(phrase);
  if (tokens.length === 0) return 0;
  if (` ${words.join(' ')} `.includes(` ${tokens.join(' ')} `)) return 2 * tokens.length + 1;
  return tokens.every(token => words.includes(token)) ? 2 * tokens.length : 0;
}

function bestPhrase(words: readonly string[], symptom: MatchableSymptom): { score: number; phrase: string } {
  let best = { score: 0, phrase: '' };
  for (const phrase of [symptom.id, ...symptom.phrases]) {
    const score = phraseScore(words, phrase);
    if (score > best.score) best = { score, phrase };
  }
  return best;
}

/** Ids of the symptoms whose phrases are nearest in spelling, best first. */
function nearestSymptoms(words: string, symptoms: readonly MatchableSymptom[]): readonly { id: string; score: number }[] {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ['text'], searchOptions: { fuzzy: 0.25, prefix: true } });
  index.addAll(symptoms.map(symptom => ({ id: symptom.id, text: [symptom.id, symptom.title, ...symptom.phrases].join(' ') })));
  return index.search(words).map(hit => ({ id: String(hit.id), score: hit.score }));
}

/** The symptoms whose phrases are in the words, those with the best phrase only; the shorter way for what nobody chooses from suggestions. */
export function symptomsByPhrase(
  words: string,
  symptoms: readonly MatchableSymptom[],
): readonly { readonly symptom: string; readonly reason: string }[] {
  const tokens = tokensOf(words);
  const exact = symptoms.find(symptom => symptom.id === words.trim().toLowerCase());
  if (exact) return [{ symptom: exact.id, reason: exact.id }];
  const scored = symptoms
    .filter(symptom => !(symptom.notPhrases ?? []).some(phrase => phraseScore(tokens, phrase) > 0))
    .map(symptom => ({ id: symptom.id, ...bestPhrase(tokens, symptom) }))
    .filter(hit => hit.score > 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return scored.filter(hit => hit.score === scored[0]?.score).map(({ id, phrase }) => ({ symptom: id, reason: phrase }));
}

/**
 * Finds the symptom that a person's words or an alert's text mean. A phrase of the playbook that is in the words decides; the
 * longest wins. Misspelt words only ever give suggestions: acting on a guess would look at the wrong thing.
 */
export function matchSymptom(words: string, symptoms: readonly MatchableSymptom[]): SymptomMatch {
  const [best, ...equals] = symptomsByPhrase(words, symptoms);
  if (!best)
    return {
      kind: 'none',
      nearest: nearestSymptoms(words.slice(0, MAX_WORDS_LENGTH), symptoms)
        .slice(0, 3)
        .map(hit => hit.id),
    };
  if (equals.length > 0) return { kind: 'ambiguous', candidates: [best, ...equals].map(({ symptom }) => symptom) };
  return { kind: 'matched', ...best };
}
