import type { ModalView, PlainTextOption } from '@slack/types';
import type { Matcher } from '../../model/story.js';
import { FIELD, VIEW } from '../action-ids.js';
import { type IncidentMemory, writeIncidentMemory } from './incident-memory.js';
import { plainText, preformatted, richText, section, words } from './rich.js';
import { untrusted } from './untrusted.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DURATIONS: readonly (readonly [string, number])[] = [
  ['30 minutes', 30 * MINUTE],
  ['1 hour', HOUR],
  ['2 hours', 2 * HOUR],
  ['4 hours', 4 * HOUR],
  ['8 hours', 8 * HOUR],
  ['24 hours', 24 * HOUR],
];
const FIRST = HOUR;

/** Label sets have some ten; what is beyond these is said, not hidden. */
const MOST_MATCHERS = 30;
const MOST_MATCHER = 300;
const MOST_REASON = 500;

const option = ([text, seconds]: readonly [string, number]): PlainTextOption => ({ text: plainText(text, 75), value: String(seconds) });

/** The seconds that were chosen; undefined when they are none of those offered. */
export function readDuration(value: string | undefined): number | undefined {
  return DURATIONS.find(([, seconds]) => String(seconds) === value)?.[1];
}

function matcherLines(matchers: readonly Matcher[]): string {
  const lines = matchers
    .slice(0, MOST_MATCHERS)
    .map(({ label, value }) => `${untrusted(label, MOST_MATCHER)}="${untrusted(value, MOST_MATCHER)}"`);
  if (matchers.length > MOST_MATCHERS) lines.push(`and ${matchers.length - MOST_MATCHERS} more`);
  return lines.join('\n');
}

/** Asks how long and why, and shows exactly which alerts will be silent. */
export function silenceModal(matchers: readonly Matcher[], memory: IncidentMemory): ModalView {
  const first = DURATIONS.find(([, seconds]) => seconds === FIRST);
  return {
    type: 'modal',
    callback_id: VIEW.silence,
    title: plainText('Silence alerts', 24),
    submit: plainText('Silence', 24),
    close: plainText('Cancel', 24),
    private_metadata: writeIncidentMemory(memory),
    blocks: [
      richText(
        section(words('Alertmanager will not notify anybody of alerts with all of these labels, new ones included:')),
        preformatted(matcherLines(matchers)),
      ),
      {
        type: 'input',
        block_id: FIELD.duration,
        label: plainText('For how long?', 2000),
        element: {
          type: 'static_select',
          action_id: FIELD.duration,
          options: DURATIONS.map(option),
          ...(first ? { initial_option: option(first) } : {}),
        },
      },
      {
        type: 'input',
        block_id: FIELD.reason,
        label: plainText('Why?', 2000),
        hint: plainText('It stands on the card and in Alertmanager, with your name.', 2000),
        element: {
          type: 'plain_text_input',
          action_id: FIELD.reason,
          max_length: MOST_REASON,
          placeholder: plainText('Known, being repaired', 150),
        },
      },
    ],
  };
}
