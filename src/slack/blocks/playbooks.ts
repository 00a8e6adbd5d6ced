import type { KnownThings } from '../../flow/ports.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, code, list, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Symptoms that are shown, fewer when their names are monstrous; of faults, which are names only, up to twice as many. */
const MOST_SYMPTOMS = [40, 20, 10, 4] as const;
const MOST_PHRASES = 3;

/** `/faultline playbooks`: what can be diagnosed, and the words for it. */
export function playbooksMessage({ symptoms, faults }: Pick<KnownThings, 'symptoms' | 'faults'>): ChatMessage {
  const title = `${counted(symptoms.length, 'symptom')} and ${counted(faults.length, 'fault')} are known`;
  return fitted(MOST_SYMPTOMS, most => {
    const lines = symptoms.slice(0, most).map(symptom =>
      section(
        bold(untrusted(symptom.title, 80)),
        words('  '),
        code(untrusted(symptom.id, 60)),
        words(
          symptom.phrases.length === 0
            ? ''
            : `  “${symptom.phrases
                .slice(0, MOST_PHRASES)
                .map(phrase => untrusted(phrase, 40))
                .join('”, “')}”`,
        ),
      ),
    );
    const left = symptoms.length - most;
    if (left > 0) lines.push(section(words(`and ${left} more`)));
    const names = faults.slice(0, most * 2).map(({ id }) => untrusted(id, 40));
    const more = faults.length > most * 2 ? ` and ${faults.length - most * 2} more` : '';
    return {
      text: textFallback([
        title,
        symptoms
          .slice(0, most)
          .map(symptom => symptom.title)
          .join(', '),
      ]),
      blocks: [
        richText(section(bold(title))),
        ...(lines.length > 0 ? [richText(section(bold('What people see')), list('bullet', lines))] : []),
        ...(names.length > 0 ? [richText(section(bold('What can be found')), section(words(`${names.join(', ')}${more}`)))] : []),
      ],
    };
  });
}
