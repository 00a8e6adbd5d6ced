import type { KnownNames } from '../diagnosis/known-names.js';
import { readWords } from '../diagnosis/read-words.js';
import type { Question } from '../model/incident.js';
import type { Reading } from './ports.js';
import type { BoundTarget } from './visit.js';

/** Finds the hosts of a question in the inventory and checks its values; handed in, since the inventory is not of the flows. */
export type Bind = (
  question: Question,
) => Promise<
  | { readonly kind: 'bound'; readonly targets: readonly BoundTarget[]; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
>;

/** What the words of a person mean. A question that cannot be bound to hosts is refused here, before an incident is opened for it. */
export async function readQuestion(words: string, known: KnownNames, bind: Bind): Promise<Reading> {
  const read = readWords(words, known);
  if (read.kind !== 'ready') return read;
  const binding = await bind(read.question);
  if (binding.kind === 'refused') return { kind: 'refused', says: binding.problems };
  return { ...read, notes: [...read.notes, ...binding.notes] };
}
