import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { EvidenceLine, Finding, Summary } from '../../model/summary.js';
import { timeOfDay } from '../../model/timestamp.js';
import { counted } from './answer-line.js';
import type { Detail } from './detail.js';
import { bold, code, list, preformatted, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

/** Of a command that is cited. */
const MOST_COMMAND = 160;

function evidenceElements({ side, says, source }: EvidenceLine, detail: Detail): readonly RichTextBlockElement[] {
  const sentence = clipped(says, detail.says);
  const told = side === 'for' ? section(words(`✓ ${sentence}`)) : section(words('✗ Speaks against it: ', { bold: true }), words(sentence));
  if (!source) return [told];
  const command = `${clipped(source.host, detail.name)}$ ${clipped(source.command, Math.min(MOST_COMMAND, detail.line))}  (exit ${source.exit}, ${timeOfDay(source.at)})`;
  return [told, preformatted(source.line === '' ? command : `${command}\n${clipped(source.line, detail.line)}`)];
}

/** From the cause to what people see, each step in words and by its name. */
function chainElements({ chain }: Finding, symptom: string, detail: Detail): readonly RichTextBlockElement[] {
  const [only] = chain;
  const title = `“${clipped(symptom, detail.name)}”`;
  if (chain.length === 1 && only)
    return [section(bold('How it leads here: '), code(clipped(only.name, detail.name)), words(` → ${title}`))];
  const steps = chain.slice(0, detail.chain);
  const left = chain.length - steps.length;
  return [
    section(bold('How it leads here')),
    list('ordered', [
      ...steps.map(({ name, says }) => section(words(`${clipped(says, detail.says)}  `), code(clipped(name, detail.name)))),
      ...(left > 0 ? [section(words(`and ${counted(left, 'more step')}`))] : []),
      section(words(`${title}, what was reported`)),
    ]),
  ];
}

function reference(text: string, { name }: Detail): RichTextElement {
  // Only what is a plain address becomes a link; it shows where it leads.
  return /^https:\/\/[\w.-]+(?:\/[\w./~%#?=&+-]*)?$/u.test(text) && text.length <= 300
    ? { type: 'link', url: text }
    : code(clipped(text, name));
}

function nextElements({ advice, references }: Finding, detail: Detail): readonly RichTextBlockElement[] {
  const read = references.slice(0, detail.references).flatMap((text, index) => [words(index > 0 ? ', ' : ' '), reference(text, detail)]);
  return [
    ...(advice === '' ? [] : [section(bold('Next: '), words(clipped(advice, detail.advice)))]),
    ...(read.length === 0 ? [] : [section(words('Read more:'), ...read)]),
  ];
}

/** One finding: the chain, then the lines that it stands on, then what to do. `position` numbers it where there are several. */
export function findingBlocks(summary: Summary, finding: Finding, position: string | undefined, detail: Detail): readonly RichTextBlock[] {
  const heading =
    position === undefined
      ? []
      : [section(bold(`${position}  ${clipped(`${finding.host}: ${finding.title}`, detail.says)}`), words(` (${finding.verdict})`))];
  const shown = finding.evidence.slice(0, detail.evidence);
  const left = finding.evidence.length - shown.length;
  const next = nextElements(finding, detail);
  return [
    richText(...heading, ...chainElements(finding, summary.symptom.title, detail)),
    ...(shown.length === 0
      ? []
      : [
          richText(
            section(bold('Evidence')),
            ...shown.flatMap(line => evidenceElements(line, detail)),
            ...(left > 0 ? [section(words(`and ${counted(left, 'more line')} of evidence`))] : []),
          ),
        ]),
    ...(next.length === 0 ? [] : [richText(...next)]),
  ];
}
