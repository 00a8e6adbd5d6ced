import type { RichTextElement } from '@slack/types';
import type { Incident, Run } from '../../model/incident.js';
import type { Summary } from '../../model/summary.js';
import { answerLine, uncheckedCount, uncheckedText } from './answer-line.js';
import type { ChatMessage } from './message.js';
import { bold, code, instant, person, richText, section, words } from './rich.js';
import { lookOfRun } from './run-look.js';
import { textFallback } from './text-fallback.js';
import { clipped, untrusted } from './untrusted.js';
import { whereText } from './where-text.js';

const MOST_WORDS = 300;
const MOST_ANSWER = 400;
const MOST_SYMPTOM = 80;

/** The last run's answer, or what it is doing. */
function stateText({ question }: Incident, { state, number }: Run, summary: Summary | undefined): string {
  if (state.kind === 'looking') return `Looking${number > 1 ? ' again' : ''}: “${untrusted(question.words, 140)}”`;
  if (state.kind === 'failed')
    return state.brokeOff
      ? 'Broke off in the middle: there is no diagnosis, so nothing is known'
      : 'Could not begin: nothing was looked at, so nothing is known';
  return summary ? answerLine(summary) : `Answered: “${untrusted(question.words, 140)}”`;
}

function timeElements({ runs, openedAt }: Incident, run: Run): readonly RichTextElement[] {
  const ended: readonly RichTextElement[] = run.state.kind === 'looking' ? [] : [words(', ended '), instant(run.state.at)];
  if (runs.length === 1) return [bold('Began '), instant(run.startedAt), ...ended];
  return [
    bold('Began '),
    instant(openedAt),
    words('; '),
    bold(`run ${run.number}`),
    words(' by '),
    person(run.by.id),
    words(', began '),
    instant(run.startedAt),
    ...ended,
  ];
}

/** The message that begins an incident's thread: its state at a glance, changed in place. Colour repeats what sign and word say. */
export function incidentCard(incident: Incident, summary: Summary | undefined): ChatMessage {
  const run = incident.runs.at(-1) ?? incident.runs[0];
  const answered = run.state.kind === 'answered' ? summary : undefined;
  const look = lookOfRun(run, summary?.outcome);
  const asked = untrusted(incident.question.words, MOST_WORDS);
  const state = clipped(stateText(incident, run, answered), MOST_ANSWER);
  const unchecked = answered ? uncheckedCount(answered) : 0;
  const where = whereText(incident, answered);
  // Where the state's own words do not say it already.
  const word = state.startsWith(look.word) ? '' : look.word;
  const caution = unchecked > 0 ? `⚠️ ${uncheckedText(unchecked)}` : '';
  return {
    text: textFallback([`${word === '' ? '' : `${word}: `}${state}`, caution, `Asked: “${asked}”`, where === '' ? '' : `Where: ${where}`]),
    blocks: [richText(section(words(`${look.sign} `), bold(state)))],
    attachments: [
      {
        color: look.colour,
        fallback: `${look.word}: ${clipped(asked, 100)}`,
        blocks: [
          richText(
            ...(word === '' && caution === ''
              ? []
              : [section(bold(word), words(word === '' || caution === '' ? caution : ` · ${caution}`))]),
            section(bold('Asked '), words(asked === '' ? 'nothing in words' : `“${asked}” `), ...askedFor(incident)),
            ...(where === '' ? [] : [section(bold('Where '), words(where))]),
            section(...timeElements(incident, run)),
          ),
        ],
      },
    ],
  };
}

function askedFor({ question, openedBy }: Incident): readonly RichTextElement[] {
  return [words('('), code(untrusted(question.symptom, MOST_SYMPTOM)), words(') by '), person(openedBy.id)];
}
