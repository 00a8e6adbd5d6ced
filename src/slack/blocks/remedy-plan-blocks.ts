import type { RichTextBlock, RichTextBlockElement, RichTextSection } from '@slack/types';
import type { ApprovalState } from '../../model/approval.js';
import type { Argv, GuidedPlan, PlanValue, RunPlan } from '../../model/remedy-plan.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import type { RemedyDetail } from './remedy-detail.js';
import { bold, code, list, preformatted, richText, section, words } from './rich.js';
import { riskLine } from './risk-look.js';
import { shownCommands } from './shown-command.js';
import { untrusted } from './untrusted.js';

/** What the commands of a plan are called, once something has become of it. */
const RUN_TITLES: Readonly<Record<ApprovalState['kind'], string>> = {
  proposed: 'Would run',
  requested: 'Will run',
  approved: 'Will run',
  rejected: 'Was not run',
  expired: 'Was not run',
  superseded: 'Was not run',
  running: 'Runs now',
  failed: 'Was tried',
  unknown: 'Was tried',
  done: 'Was run',
  verified: 'Was run',
  'not-verified': 'Was run',
  kept: 'Was run',
  undone: 'Was run',
  'not-undone': 'Was run',
};

/** The armed undo may still act. */
const AHEAD: ReadonlySet<ApprovalState['kind']> = new Set(['proposed', 'requested', 'approved', 'running', 'done']);

function aboutText({ about }: RunPlan | GuidedPlan, most: number): string {
  return Object.entries(about)
    .map(([key, value]) => `${untrusted(key, most)} ${untrusted(String(value), most)}`)
    .join(', ');
}

/** Where it acts, how much it can break, and the author's warning. */
export function whereLines({ plan }: RemedyRequest, { name, says }: RemedyDetail): readonly RichTextSection[] {
  const about = untrusted(aboutText(plan, name), name * 2);
  return [
    section(
      bold('On '),
      code(untrusted(plan.host, name)),
      words(about === '' ? '' : ` (${about})`),
      words(' · '),
      bold(riskLine(plan.risk, plan.kind === 'guided')),
    ),
    ...(plan.warn === undefined ? [] : [section(words('⚠️ '), words(untrusted(plan.warn, says)))]),
  ];
}

/** The value that a new one replaces: the one that stands right before it in a command (`KEY OLD NEW`). */
function replaced(plan: RunPlan, { text }: PlanValue): string | undefined {
  const current = plan.values.filter(({ kind }) => kind === 'current').map(value => value.text);
  for (const argv of plan.run) {
    const before = argv[argv.indexOf(text) - 1];
    if (before !== undefined && current.includes(before)) return before;
  }
  return undefined;
}

function valueLine(plan: RunPlan, { says, values: most }: RemedyDetail): readonly RichTextSection[] {
  const changes = plan.values.filter(({ kind }) => kind === 'new');
  if (changes.length === 0) return [];
  const shown = changes.slice(0, most).map(value => {
    const old = replaced(plan, value);
    const text = untrusted(value.text, says);
    return old === undefined ? `${untrusted(value.name, says)} becomes ${text}` : `${untrusted(old, says)} → ${text}`;
  });
  const left = changes.length - shown.length;
  return [section(bold('Value '), bold(shown.join(' · ')), words(left > 0 ? ` and ${left} more` : ''))];
}

function commands(title: string, list: readonly Argv[], most: number): readonly RichTextBlockElement[] {
  return list.length === 0 ? [] : [section(bold(title)), preformatted(shownCommands(list, most).text)];
}

function undoElements(plan: RunPlan, isAhead: boolean, { commands: most, says }: RemedyDetail): readonly RichTextBlockElement[] {
  if (plan.undo.kind === 'none') return [section(bold('There is no undo: '), words(untrusted(plan.undo.why, says)))];
  const seconds = plan.confirmWithinSeconds;
  const armed =
    seconds === undefined || !isAhead
      ? []
      : [
          section(
            bold(`The host undoes it by itself after ${seconds} s`),
            words(', even without Faultline, unless a look from outside has shown before that it helped.'),
          ),
        ];
  if (plan.undo.commands.length === 0) return [section(bold('There is no undo.'))];
  return [...commands('Undo', plan.undo.commands, most), ...armed];
}

/** Exactly what is run, and what takes it back. */
export function runBlocks(plan: RunPlan, state: ApprovalState['kind'], detail: RemedyDetail): readonly RichTextBlock[] {
  const { commands: most } = detail;
  return [
    richText(...valueLine(plan, detail), ...commands(RUN_TITLES[state], plan.run, most)),
    richText(...commands('Only if each of these succeeds first', plan.precheck, most), ...undoElements(plan, AHEAD.has(state), detail)),
  ];
}

/** Whether the message shows every character of what people approve. */
export function isShownWhole(plan: RunPlan, { commands: most }: RemedyDetail): boolean {
  const undo = plan.undo.kind === 'none' ? [] : plan.undo.commands;
  return [plan.run, plan.precheck, undo].every(list => shownCommands(list, most).isWhole);
}

/** What a person is asked to do, exactly. */
export function stepBlocks({ steps }: GuidedPlan, { steps: most, step: length }: RemedyDetail): readonly RichTextBlock[] {
  const shown = steps.slice(0, most).map(text => section(words(untrusted(text, length))));
  const left = steps.length - shown.length;
  return [
    richText(
      section(bold('Steps')),
      ...(shown.length === 0 ? [] : [list('ordered', shown)]),
      ...(left > 0 ? [section(words(`and ${left} more that do not fit here`))] : []),
    ),
  ];
}

/** The fault, and the evidence that decides whether the remedy helped. */
export function whyBlock({ plan, evidence }: RemedyRequest, { evidence: most, says, name }: RemedyDetail): RichTextBlock {
  const deciding = evidence.filter(({ decides }) => decides);
  const shown = deciding.slice(0, most).map(({ before }) => section(words(untrusted(before.says, says))));
  const left = deciding.length - shown.length;
  if (left > 0) shown.push(section(words(`and ${left} more`)));
  return richText(
    section(bold('Why '), code(untrusted(plan.fault, name)), words(shown.length === 0 ? '' : ', shown by:')),
    ...(shown.length === 0 ? [] : [list('bullet', shown)]),
  );
}
