import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { RuledOut } from '../../model/summary.js';
import { counted } from './answer-line.js';
import type { Detail } from './detail.js';
import { bold, code, list, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

const MOST_LINES = 10;
const MOST_NAMES = 40;
const MOST_REASON = 160;

/** Each fault of a host once: for several of its objects it may be ruled out in several ways. */
function namesOf(lines: readonly RuledOut[]): readonly string[] {
  return [...new Set(lines.map(({ fault, host }) => `${fault}@${host}`))];
}

function reasonLine({ name, says, alike }: RuledOut): RichTextSection {
  return section(code(clipped(name, 80)), words(`  ${clipped(says, MOST_REASON)}${alike > 0 ? ` (and ${alike} more alike)` : ''}`));
}

function namesLine(title: string, lines: readonly RuledOut[]): readonly RichTextSection[] {
  const names = namesOf(lines);
  if (names.length === 0) return [];
  const left = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map(name => clipped(name, 80));
  return [section(words(`${title}${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`))];
}

/** What it is not, compactly: with the reason where evidence speaks against it, by name where there is no sign of it. */
export function ruledOutBlocks(ruledOut: readonly RuledOut[], { ruledOut: how }: Detail): readonly RichTextBlock[] {
  if (ruledOut.length === 0) return [];
  const title = section(bold(`Ruled out: ${counted(namesOf(ruledOut).length, 'fault')}`));
  if (how === 'count') return [richText(title)];
  if (how === 'names') return [richText(title, list('bullet', namesLine('', ruledOut)))];
  const places = ruledOut.filter(({ because }) => because === 'evidence');
  const left = places.length - MOST_LINES;
  const lines = [
    ...places.slice(0, MOST_LINES).map(reasonLine),
    ...(left > 0 ? [section(words(`and ${left} more that evidence speaks against`))] : []),
    ...namesLine(
      'No sign of: ',
      ruledOut.filter(({ because }) => because === 'no-object'),
    ),
    ...namesLine(
      'Too little speaks for it: ',
      ruledOut.filter(({ because }) => because === 'too-little'),
    ),
  ];
  return [richText(title, list('bullet', lines))];
}
