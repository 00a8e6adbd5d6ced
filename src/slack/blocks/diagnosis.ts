import type { RichTextBlock } from '@slack/types';
import type { RemedyOffer } from '../../flow/ports/remedy-desk.js';
import type { Feedback, Incident } from '../../model/incident.js';
import type { NamedLine, Summary } from '../../model/summary.js';
import { answerButtons, feedbackLines, type Judged } from './answer-buttons.js';
import { answerLine, counted, uncheckedCount, uncheckedText } from './answer-line.js';
import { fitted } from './budget.js';
import { DETAILS, type Detail } from './detail.js';
import { findingBlocks } from './finding-blocks.js';
import { gapLines } from './gap-lines.js';
import type { ChatMessage } from './message.js';
import { remedyOffers } from './remedy-offers.js';
import { reviewBlocks } from './review-blocks.js';
import { bold, code, header, link, list, richText, section, words } from './rich.js';
import { ruledOutBlocks } from './ruled-out.js';
import { runLook } from './run-look.js';
import { textFallback } from './text-fallback.js';
import { clipped } from './untrusted.js';
import { webAddress } from './web-address.js';

/** One run's answer and what people said of it. */
export interface Answer {
  readonly incident: Pick<Incident, 'id'>;
  /** Number of the run that the summary is of. */
  readonly run: number;
  readonly summary: Summary;
  readonly feedback: readonly Feedback[];
  /** What can be done about it; absent or empty: nothing is offered. */
  readonly offers?: readonly RemedyOffer[];
}

/** What a header shows without cutting. */
const HEADER_ROOM = 145;

function judgedBy({ outcome, findings }: Summary): Judged {
  if (findings.length === 0) return 'nothing';
  return outcome === 'traced' ? 'trail' : 'cause';
}

function whereText({ places }: Summary, most: number): string {
  const [asked, ...followed] = places;
  const shown = followed.slice(0, 4).map(place => clipped(place, most));
  const more = followed.length > shown.length ? ` and ${followed.length - shown.length} more` : '';
  return `${clipped(asked, most)}${shown.length > 0 ? `, then ${shown.join(', ')}${more}` : ''}`;
}

/** What kind of answer it is, to which question, from how much looking. */
function measureLine(summary: Summary, run: number, { answer, name }: Detail): RichTextBlock {
  const line = answerLine(summary);
  const unchecked = uncheckedCount(summary);
  const seconds = (summary.durationMs / 1000).toFixed(1);
  return richText(
    section(
      ...(line.length > HEADER_ROOM ? [bold(`${clipped(line, answer)}\n`)] : []),
      bold(summary.headline),
      words(
        ` · ${clipped(summary.symptom.title, name)} on ${whereText(summary, name)} · ${counted(summary.checks, 'check')} in ${seconds} s`,
      ),
      words(`${unchecked === 0 ? ', all complete' : ''}${run > 1 ? ` · run ${run}` : ''}`),
    ),
  );
}

function others(title: string, lines: readonly NamedLine[], { others: most, says }: Detail): readonly RichTextBlock[] {
  if (lines.length === 0) return [];
  if (most === 0) return [richText(section(bold(`${title}: ${lines.length}`)))];
  const left = lines.length - most;
  return [
    richText(
      section(bold(title)),
      list('bullet', [
        ...lines
          .slice(0, most)
          .map(({ name, says: text }) => section(code(clipped(name, 80)), words(`  ${clipped(text, Math.min(says, 120))}`))),
        ...(left > 0 ? [section(words(`and ${left} more`))] : []),
      ]),
    ),
  ];
}

/** Characters of a link: a longer one would take the room of the answer itself. */
const MOST_LINK = 600;

/** Network or application: the first question of every slow request. It stays, however little room there is. */
function timing(summary: Summary, { timing: most, traces: mostTraces, says }: Detail): readonly RichTextBlock[] {
  const lines = summary.timing.slice(0, most).map(text => section(words(clipped(text, Math.min(says, 240)))));
  const traces = summary.traces.flatMap(({ host, url }) => {
    const address = webAddress(url);
    return address === undefined || address.length > MOST_LINK
      ? []
      : [section(link(address, clipped(`Traces of ${host} in that time`, 100)))];
  });
  return lines.length === 0
    ? []
    : [richText(section(bold('Where the time goes')), list('bullet', [...lines, ...traces.slice(0, mostTraces)]))];
}

/** How the host differs from others like it: what a person would look at next. */
function comparison({ comparison: compared }: Summary, { others: most, says }: Detail): readonly RichTextBlock[] {
  if (!compared || most === 0) return [];
  const lines = compared.lines.slice(0, most).map(text => section(words(clipped(text, Math.min(says, 240)))));
  const left = compared.lines.length - lines.length;
  if (left > 0) lines.push(section(words(`and ${left} more`)));
  return [richText(section(bold('Compared: '), words(clipped(compared.title, 160))), list('bullet', lines))];
}

function measured(summary: Summary, { measured: most }: Detail): readonly RichTextBlock[] {
  const lines = summary.measured
    .slice(0, most)
    .map(({ title, host, parts }) => section(words(clipped(`${title} (${host}): ${parts.join(', ')}`, 240))));
  return lines.length === 0 ? [] : [richText(section(bold('Measured')), list('bullet', lines))];
}

function frontiers(summary: Summary, { frontiers: most, says }: Detail): readonly RichTextBlock[] {
  const left = summary.frontiers.length - most;
  const lines = summary.frontiers.slice(0, most).map(text => section(words(clipped(text, Math.min(300, says * 2)))));
  if (left > 0) lines.push(section(words(`and ${counted(left, 'more address', 'more addresses')} that nobody looked at`)));
  return lines.length === 0 ? [] : [richText(section(bold('❗ The trail goes on where nobody looked')), list('bullet', lines))];
}

/** Nothing found is not "all is well": what to do instead. */
function nothingNext(summary: Summary): readonly RichTextBlock[] {
  if (summary.findings.length > 0) return [];
  const next =
    summary.outcome === 'none-of-these'
      ? 'this does not say that the service is well. Look at what no playbook knows: the last deployment, its own log, what it depends on.'
      : summary.gaps.length > 0
        ? 'let it check what it could not (above is how), then run it again.'
        : 'run it again while the trouble lasts, and look at what is named below.';
  return [richText(section(bold('Next: '), words(next)))];
}

function draw({ incident, run, summary, feedback, offers = [] }: Answer, detail: Detail, shortened: boolean): ChatMessage {
  const { findings } = summary;
  const judged = judgedBy(summary);
  const shown = findings.slice(0, detail.findings);
  const left = findings.length - shown.length;
  const position = (index: number): string | undefined => (findings.length > 1 ? `${index + 1} of ${findings.length}` : undefined);
  return {
    text: answerText(summary),
    blocks: [
      header(`${runLook('answered', summary.outcome).sign} ${answerLine(summary)}`),
      measureLine(summary, run, detail),
      ...timing(summary, detail),
      ...gapLines(summary, detail),
      ...shown.flatMap((finding, index) => findingBlocks(summary, finding, position(index), detail)),
      ...(left > 0 ? [richText(section(words(`and ${counted(left, 'more cause')} of the same rank`)))] : []),
      ...nothingNext(summary),
      ...frontiers(summary, detail),
      ...comparison(summary, detail),
      ...reviewBlocks(summary.review, detail),
      ...others('Also found, not linked to the symptom', summary.alsoFound, detail),
      ...others('Could be, not established', summary.open, detail),
      ...measured(summary, detail),
      ...ruledOutBlocks(summary.ruledOut, detail),
      ...(shortened
        ? [richText(section(words('Shortened to fit into a message. “Show everything” gives the full evidence as a file.')))]
        : []),
      ...remedyOffers({ incident: incident.id, run }, offers, detail),
      ...feedbackLines(judged, feedback),
      answerButtons({ incident: incident.id, run }, judged, feedback),
    ],
  };
}

/** The answer as plain words, for notifications and screen readers. */
function answerText(summary: Summary): string {
  const [finding] = summary.findings;
  const unchecked = uncheckedCount(summary);
  return textFallback([
    summary.outcome.startsWith('root-cause') ? `${summary.headline}: ${summary.sentence}` : answerLine(summary),
    `${summary.symptom.title} on ${whereText(summary, 60)}`,
    unchecked === 0 || summary.outcome === 'undetermined' ? '' : `${uncheckedText(unchecked)}.`,
    finding && finding.advice !== '' ? `Next: ${finding.advice}` : '',
  ]);
}

/** The message that replaces the progress: the cause in its first line, what it stands on, and what nobody could look at. */
export function diagnosisMessage(answer: Answer): ChatMessage {
  return fitted(DETAILS, detail => draw(answer, detail, detail !== DETAILS[0]));
}
