import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { RuledOut } from '../../model/summary.js';
import { counted } from './answer-line.js';
import type { Detail } from './detail.js';
import { bold, code, list, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

const MOST_LINES = 10;
const MOST_NAMES = 40;
const MOST_REASON = 160;

/** Seven processes that are all below a limit are one line. */
function byPlace(lines: readonly RuledOut[]): readonly (readonly [RuledOut, ...RuledOut[]])[] {
  return [...Map.groupBy(lines, ({ fault, host }) => `${fault}@${host}`).values()].flatMap(([first, ...more]) =>
    first ? [[first, ...more] as const] : [],
  );
}

function reasonLine([first, ...more]: readonly [RuledOut, ...RuledOut[]]): RichTextSection {
  return section(
    code(clipped(`${first.fault}@${first.host}`, 80)),
    words(`  ${clipped(first.says, MOST_REASON)}${more.length > 0 ? ` (and ${more.length} more alike)` : ''}`),
  );
}

function namesLine(title: string, lines: readonly RuledOut[]): readonly RichTextSection[] {
  const names = byPlace(lines).map(([{ fault, host }]) => `${fault}@${host}`);
  if (names.length === 0) return [];
  const left = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map(name => clipped(name, 80));
  return [section(words(`${title}${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`))];
}

/** What it is not, compactly: with the reason where evidence speaks against it, by name where there is nothing that it could be about. */
export function ruledOutBlocks(ruledOut: readonly RuledOut[], { ruledOut: how }: Detail): readonly RichTextBlock[] {
  if (ruledOut.length === 0) return [];
  const title = section(bold(`Ruled out: ${counted(byPlace(ruledOut).length, 'fault')}`));
  if (how === 'count') return [richText(title)];
  if (how === 'names') return [richText(title, list('bullet', namesLine('', ruledOut)))];
  const places = byPlace(ruledOut.filter(({ because }) => because === 'evidence'));
  const left = places.length - MOST_LINES;
  const lines = [
    ...places.slice(0, MOST_LINES).map(reasonLine),
    ...(left > 0 ? [section(words(`and ${left} more that evidence speaks against`))] : []),
    ...namesLine(
      'Nothing there that it could be about: ',
      ruledOut.filter(({ because }) => because === 'no-object'),
    ),
    ...namesLine(
      'Too little speaks for it: ',
      ruledOut.filter(({ because }) => because === 'too-little'),
    ),
  ];
  return [richText(title, list('bullet', lines))];
}
