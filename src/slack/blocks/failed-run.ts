import type { Incident, Run, RunState } from '../../model/incident.js';
import { runAgainButton } from './answer-buttons.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, header, list, richText, section, words } from './rich.js';
import { failedLook } from './run-look.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Sentences that are shown; fewer when they are monstrous. */
const MOST_SENTENCES = [8, 4, 2, 1] as const;
const MOST_SENTENCE = 500;

/** A run that gave no answer, and why. It cannot be taken for "nothing was found". */
export function failedRunMessage(
  incident: Pick<Incident, 'id'>,
  run: Pick<Run, 'number'>,
  failed: Pick<Extract<RunState, { kind: 'failed' }>, 'says' | 'brokeOff'>,
): ChatMessage {
  const { says, brokeOff } = failed;
  const { sign, word } = failedLook(failed);
  const next = brokeOff ? 'run it again.' : 'mend what is named above, then run it again.';
  return fitted(MOST_SENTENCES, most => {
    const shown = says.slice(0, most).map(sentence => untrusted(sentence, MOST_SENTENCE));
    const left = says.length - shown.length;
    const lines = shown.map(sentence => section(words(sentence)));
    if (left > 0) lines.push(section(words(`and ${left} more`)));
    const meaning = 'There is no diagnosis: this says nothing about whether the service is well.';
    return {
      text: textFallback([`${word}: ${shown[0] ?? 'the reason is not known'}`, meaning]),
      blocks: [
        header(`${sign} ${word}: there is no diagnosis`),
        richText(
          ...(lines.length > 0 ? [list('bullet', lines)] : []),
          section(bold('This says nothing about whether the service is well.')),
        ),
        richText(section(bold('Next: '), words(next))),
        { type: 'actions', elements: [runAgainButton({ incident: incident.id, run: run.number })] },
      ],
    };
  });
}
