import type { RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import type { ComparedEvidence } from '../../model/remedy-request.js';
import type { RemedyDetail } from './remedy-detail.js';
import { bold, richText, section, words } from './rich.js';
import { untrusted } from './untrusted.js';

type After = NonNullable<ComparedEvidence['after']>;

const TRUTHS: Readonly<Record<After['truth'], string>> = {
  true: '● speaks for the fault',
  false: '○ does not',
  unknown: '? could not be looked at',
  'nothing-left': '○ nothing left of it',
};

function cell(text: string): RawTextElement {
  return { type: 'raw_text', text: text === '' ? '–' : text };
}

const said = (truth: After['truth'], says: string, most: number): string => {
  const text = untrusted(says, most);
  return `${TRUTHS[truth]}${text === '' ? '' : `: ${text}`}`;
};

/** Deciding lines first. */
const ordered = (evidence: readonly ComparedEvidence[]): readonly ComparedEvidence[] => [
  ...evidence.filter(({ decides }) => decides),
  ...evidence.filter(({ decides }) => !decides),
];

/** The evidence before and after the change; nothing until something was looked at again. */
export function remedyTable(
  evidence: readonly ComparedEvidence[],
  { rows: most, says, name }: RemedyDetail,
): readonly (RichTextBlock | TableBlock)[] {
  if (!evidence.some(({ after }) => after)) return [];
  const shown = ordered(evidence).slice(0, most);
  const left = evidence.length - shown.length;
  const cells = shown.map(({ id, before, after, decides }): RawTextElement[] => [
    cell(`${decides ? '★ ' : ''}${untrusted(id, name)}`),
    cell(said(before.truth, before.says, Math.min(says, 160))),
    cell(after ? said(after.truth, after.says, Math.min(says, 160)) : 'not looked at again'),
  ]);
  return [
    richText(
      section(bold('The same evidence, before and after'), words(left > 0 ? ` (${left} more not shown)` : ''), words('  ★ decides')),
    ),
    {
      type: 'table',
      column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
      rows: [[cell('Evidence'), cell('Before'), cell('After')], ...cells],
    },
  ];
}
