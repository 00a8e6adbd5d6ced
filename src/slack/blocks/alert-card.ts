import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Around } from '../../flow/ports.js';
import type { Incident, Run } from '../../model/incident.js';
import type { AlertStory, Silence } from '../../model/story.js';
import type { Summary } from '../../model/summary.js';
import { alertButtons } from './alert-buttons.js';
import { alertDetails, type Permalink } from './alert-details.js';
import { alertTitle, labelElements } from './alert-title.js';
import { answerLine, counted, uncheckedCount, uncheckedText } from './answer-line.js';
import { fitted } from './budget.js';
import { CARD_DETAILS, type CardDetail } from './card-detail.js';
import type { ChatMessage } from './message.js';
import { bold, instant, person, richText, section, words } from './rich.js';
import { lookOfRun } from './run-look.js';
import { barColour, severityLook, storyStateLook } from './severity-look.js';
import { textFallback } from './text-fallback.js';
import { clipped, untrusted } from './untrusted.js';
import { whereText } from './where-text.js';

/** An incident with alerts. */
export type AlertIncident = Incident & { readonly story: AlertStory };

/** What the card needs besides its incident. */
export interface CardContext {
  readonly canSilence: boolean;
  /** Seconds since the epoch: a silence whose end has come is none. */
  readonly now: number;
  readonly permalink: Permalink;
}

const NOTHING_AROUND: Around = { related: [], timeline: [] };

/** The silence that ends last of those under way. */
function silenceOf({ silences }: AlertStory, now: number): Silence | undefined {
  return silences.filter(({ endedAt, until }) => endedAt === undefined && until > now).sort((a, b) => b.until - a.until)[0];
}

/** The last run's answer, or what it is doing. */
function answerText(run: Run, summary: Summary | undefined): string {
  const { state } = run;
  if (state.kind === 'looking') return `Looking for the cause${run.number > 1 ? ' again' : ''}`;
  if (state.kind === 'failed')
    return state.brokeOff
      ? 'Broke off in the middle: there is no diagnosis, so nothing is known'
      : 'Could not begin: nothing was looked at, so nothing is known';
  return summary ? answerLine(summary) : lookOfRun(run, undefined).word;
}

/** `3 alerts firing, 1 resolved`. */
function countsText({ alerts, leftOut, refired }: AlertStory): string {
  const firing = alerts.filter(({ state }) => state === 'firing').length;
  const resolved = alerts.length - firing;
  return [
    firing > 0 || resolved === 0 ? `${counted(firing, 'alert')} firing` : '',
    resolved > 0 ? (firing > 0 ? `${resolved} resolved` : `${counted(resolved, 'alert')} resolved`) : '',
    leftOut > 0 ? `${leftOut} more not listed` : '',
    refired > 0 ? `fired anew ${refired === 1 ? 'once' : `${refired} times`}` : '',
  ]
    .filter(part => part !== '')
    .join(', ');
}

function stateLine(story: AlertStory): RichTextSection {
  const { state } = story;
  const { sign, word } = storyStateLook(state.kind);
  const by: readonly RichTextElement[] = state.kind === 'closed' ? [words(' by '), person(state.by.id)] : [];
  return section(words(`${sign} `), bold(word), words(' since '), instant(state.since), ...by, words(` · ${countsText(story)}`));
}

/** Who takes care of it, and until when nobody is notified. */
function peopleLines(
  { acknowledged, assigned }: AlertStory,
  silence: Silence | undefined,
  { says }: CardDetail,
): readonly RichTextSection[] {
  return [
    ...(acknowledged
      ? [section(words('👀 '), bold('Acknowledged'), words(' by '), person(acknowledged.by.id), words(', '), instant(acknowledged.at))]
      : []),
    ...(assigned
      ? [section(words('👉 '), bold('Assigned'), words(' to '), person(assigned.to.id), words(', by '), person(assigned.by.id))]
      : []),
    ...(silence
      ? [
          section(
            words('🔕 '),
            bold('Silenced'),
            words(' until '),
            instant(silence.until),
            words(' by '),
            person(silence.by.id),
            words(`: ${untrusted(silence.reason, says)}`),
          ),
        ]
      : []),
  ];
}

function beganLine({ openedBy, openedAt, runs }: Incident, run: Run): RichTextSection {
  const again: readonly RichTextElement[] =
    runs.length === 1
      ? []
      : [words(' · '), bold(`run ${run.number}`), words(' by '), person(run.by.id), words(', '), instant(run.startedAt)];
  return section(bold('Opened'), words(' by '), person(openedBy.id), words(', '), instant(openedAt), ...again);
}

/**
 * The message that begins the thread of an incident that alerts opened, changed in place. What must not be folded away (state, answer,
 * buttons) stands in the message itself; the details stand beside a coloured bar, which Slack may fold.
 */
export function alertCard(
  incident: AlertIncident,
  summary: Summary | undefined,
  around: Around = NOTHING_AROUND,
  { canSilence, now, permalink }: CardContext,
): ChatMessage {
  const { story, id } = incident;
  const run = incident.runs.at(-1) ?? incident.runs[0];
  const answered = run.state.kind === 'answered' ? summary : undefined;
  const look = lookOfRun(run, summary?.outcome);
  const severity = severityLook(story.severity);
  const state = storyStateLook(story.state.kind);
  const silence = silenceOf(story, now);
  const unchecked = answered ? uncheckedCount(answered) : 0;
  const caution = unchecked > 0 ? ` · ⚠️ ${uncheckedText(unchecked)}` : '';
  const where = whereText(incident, answered);
  // The title has the names of the alerts already.
  const grouping = Object.fromEntries(Object.entries(story.group.groupLabels).filter(([label]) => label !== 'alertname'));
  return fitted(CARD_DETAILS, detail => {
    const title = alertTitle(story, detail.title);
    const answer = clipped(answerText(run, answered), detail.answer);
    const word = answer.startsWith(look.word) ? '' : `${look.word}: `;
    const labels = labelElements(grouping, detail.labels, detail.name);
    return {
      text: textFallback([
        `${severity.word}, ${state.word.toLowerCase()}: ${title}`,
        `${word}${answer}${caution}`,
        countsText(story),
        where === '' ? '' : `Where: ${where}`,
      ]),
      blocks: [
        richText(
          section(words(`${severity.sign} `), bold(`${severity.word}: ${title}`)),
          ...(labels.length > 0 ? [section(...labels)] : []),
          stateLine(story),
          section(words(`${look.sign} ${word}`), bold(answer), words(caution)),
          ...peopleLines(story, silence, detail),
        ),
        alertButtons(id, story, { canSilence, silenced: silence !== undefined }),
      ],
      attachments: [
        {
          color: barColour(story.severity, story.state.kind),
          fallback: `${state.word}: ${title}`,
          blocks: [
            richText(
              ...(where === '' ? [] : [section(bold('Where '), words(clipped(where, detail.answer)))]),
              ...alertDetails(story, around, detail, permalink),
              beganLine(incident, run),
            ),
          ],
        },
      ],
    };
  });
}
