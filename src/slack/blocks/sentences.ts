import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, list, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Sentences that are shown; fewer when they are monstrous. */
const MOST_SENTENCES = [12, 4, 2, 1] as const;
const MOST_SENTENCE = 500;

/** A heading and some sentences, for what only the asking person needs to know: a value that cannot be used, a note, a refusal. */
export function sentencesMessage(heading: string, says: readonly string[]): ChatMessage {
  return fitted(MOST_SENTENCES, most => {
    const shown = says.slice(0, most).map(sentence => untrusted(sentence, MOST_SENTENCE));
    const left = says.length - shown.length;
    const lines = shown.map(sentence => section(words(sentence)));
    if (left > 0) lines.push(section(words(`and ${left} more`)));
    return {
      text: textFallback([heading, ...shown]),
      blocks: [richText(section(bold(untrusted(heading, MOST_SENTENCE))), ...(lines.length > 0 ? [list('bullet', lines)] : []))],
    };
  });
}
