import type { Question } from '../model/incident.js';

/** The question of a row, which was written as JSON. */
export function questionOf({ question }: { readonly question: string }): Question {
  const read: Question = JSON.parse(question);
  return read;
}
