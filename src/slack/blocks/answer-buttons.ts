import type { ActionsBlock, Button, RichTextBlock } from '@slack/types';
import type { Feedback } from '../../model/incident.js';
import { ACTION } from '../action-ids.js';
import { type ButtonSubject, buttonValue } from '../button-value.js';
import { person, plainText, richText, section, words } from './rich.js';

/** People that are named before they are only counted. */
const MOST_PEOPLE = 5;

/** What can be judged about an answer: a cause, a trail that stops short of one, or nothing. */
export type Judged = 'cause' | 'trail' | 'nothing';

function button(action: string, text: string, subject: ButtonSubject, label: string): Button {
  return { type: 'button', action_id: action, text: plainText(text, 75), value: buttonValue(subject), accessibility_label: label };
}

export function runAgainButton(subject: ButtonSubject): Button {
  return button(ACTION.runAgain, 'Run again', subject, 'Run the same diagnosis again');
}

/** The buttons below an answer. After feedback they show it; it can still be changed. */
export function answerButtons(subject: ButtonSubject, judged: Judged, feedback: readonly Feedback[]): ActionsBlock {
  const verdict = (cause: Feedback['cause'], action: string): Button => {
    const votes = feedback.filter(vote => vote.cause === cause).length;
    const name = `${cause === 'right' ? 'Right' : 'Wrong'} ${judged}`;
    return button(action, votes === 0 ? name : `✓ ${name} (${votes})`, subject, `Say that this is the ${name.toLowerCase()}`);
  };
  return {
    type: 'actions',
    elements: [
      button(ACTION.showEverything, 'Show everything', subject, 'Get the full evidence as a file in this thread'),
      runAgainButton(subject),
      ...(judged === 'nothing' ? [] : [verdict('right', ACTION.rightCause), verdict('wrong', ACTION.wrongCause)]),
    ],
  };
}

function said(cause: Feedback['cause'], judged: Judged, feedback: readonly Feedback[]) {
  const votes = feedback.filter(vote => vote.cause === cause);
  if (votes.length === 0) return [];
  const people = votes.slice(0, MOST_PEOPLE).flatMap(({ by }, index) => [words(index > 0 ? ', ' : ''), person(by.id)]);
  const more = votes.length > MOST_PEOPLE ? ` and ${votes.length - MOST_PEOPLE} more` : '';
  return [section(words(`${cause === 'right' ? '✓ Right' : '✗ Wrong'} ${judged}, says `), ...people, words(`${more}.`))];
}

/** Who said what of the answer. */
export function feedbackLines(judged: Judged, feedback: readonly Feedback[]): readonly RichTextBlock[] {
  const lines = judged === 'nothing' ? [] : [...said('right', judged, feedback), ...said('wrong', judged, feedback)];
  return lines.length === 0 ? [] : [richText(...lines)];
}
