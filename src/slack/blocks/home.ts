import type { HomeView, KnownBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { DeskStatus, IncidentLine } from '../../flow/ports.js';
import { ACTION } from '../action-ids.js';
import { counted } from './answer-line.js';
import { bold, channel, code, header, instant, list, person, plainText, richText, section, words } from './rich.js';
import { runLook } from './run-look.js';
import { statusElements } from './status.js';
import { untrusted } from './untrusted.js';
import { whatToType } from './what-to-type.js';

const MOST_LOOKING = 10;
const MOST_RECENT = 15;

/** A question from the App Home has no channel: its answer goes to the person directly, and the place is the person. */
function placeElements({ channel: id }: IncidentLine['place']): readonly RichTextElement[] {
  return /^[UWD]/u.test(id) ? [words(' in a direct message')] : [words(' in '), channel(id)];
}

function line({ state, outcome, question, place, openedAt, openedBy, runs }: IncidentLine): RichTextSection {
  const { sign, word } = runLook(state, outcome);
  return section(
    words(`${sign} `),
    bold(word),
    words(`  “${untrusted(question.words, 120)}” `),
    code(untrusted(question.symptom, 60)),
    ...placeElements(place),
    words(', '),
    instant(openedAt),
    words(', by '),
    person(openedBy.id),
    words(runs > 1 ? `, ${counted(runs, 'run')}` : ''),
  );
}

function incidents(title: string, lines: readonly IncidentLine[], most: number, none: string): KnownBlock {
  const shown = lines.slice(0, most).map(line);
  if (lines.length > most) shown.push(section(words(`and ${lines.length - most} more`)));
  return richText(section(bold(title)), shown.length > 0 ? list('bullet', shown) : section(words(none)));
}

/** The App Home: what is under way, what was asked lately, whether the bot is well, and what to type. */
export function homeView(lines: readonly IncidentLine[], status: DeskStatus): HomeView {
  const looking = lines.filter(({ state }) => state === 'looking');
  const ended = lines.filter(({ state }) => state !== 'looking');
  return {
    type: 'home',
    blocks: [
      header('Faultline'),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: ACTION.openDiagnose,
            text: plainText('Diagnose…', 75),
            style: 'primary',
            accessibility_label: 'Open a form that asks what to diagnose',
          },
        ],
      },
      incidents('Under way', looking, MOST_LOOKING, 'Nothing is being looked at.'),
      incidents('Lately', ended, MOST_RECENT, 'Nothing was asked yet.'),
      { type: 'divider' },
      richText(section(bold('The bot')), ...statusElements(status)),
      { type: 'divider' },
      richText(section(bold('What to type')), list('bullet', whatToType())),
    ],
  };
}
