import { matchSymptom } from '../diagnosis/match.js';
import type { Playbooks, Symptom } from '../model/playbook.js';

/** The symptom that the words mean, or the lines that tell the person what to type instead. */
export type FoundSymptom =
  | { readonly kind: 'found'; readonly symptom: Symptom }
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

const MAX_SHOWN_WORDS = 80;

function described(playbooks: Playbooks, ids: readonly string[]): readonly string[] {
  return ids.map(id => `  ${id}  (${playbooks.symptoms.get(id)?.title ?? ''})`);
}

/** Finds the symptom for a person's words; a near miss or a tie is told, never guessed. */
export function findSymptom(playbooks: Playbooks, words: string): FoundSymptom {
  const match = matchSymptom(words, [...playbooks.symptoms.values()]);
  const shown = words.length > MAX_SHOWN_WORDS ? `${words.slice(0, MAX_SHOWN_WORDS)}…` : words;
  if (match.kind === 'matched') {
    const symptom = playbooks.symptoms.get(match.symptom);
    if (symptom) return { kind: 'found', symptom };
  }
  if (match.kind === 'ambiguous') {
    return {
      kind: 'refused',
      lines: [`"${shown}" fits several symptoms equally well; type one of:`, ...described(playbooks, match.candidates)],
    };
  }
  const nearest = match.kind === 'none' ? match.nearest : [];
  const known = [...playbooks.symptoms.keys()].sort().join(', ');
  return {
    kind: 'refused',
    lines:
      nearest.length > 0
        ? [`No symptom is called "${shown}". The nearest are:`, ...described(playbooks, nearest)]
        : [`No symptom is called "${shown}". Known are: ${known}`],
  };
}
