import type { RichTextBlock } from '@slack/types';
import type { Summary, SummaryGap } from '../../model/summary.js';
import { counted, uncheckedCount, uncheckedText } from './answer-line.js';
import type { Detail } from './detail.js';
import { bold, code, italic, list, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

/** Checks that are named before they are only counted. */
const MOST_NAMED = 3;

function gapLine({ host, checks, reason, detail, hint }: SummaryGap, { gapDetail, hints, name }: Detail) {
  const shown = checks.slice(0, MOST_NAMED).map(check => clipped(check, Math.min(name, 40)));
  const on = ` on ${clipped(host, name)}`;
  const what =
    checks.length > MOST_NAMED
      ? [bold(`${checks.length} checks${on}`), words(` (${shown.join(', ')}, …)`)]
      : [code(shown.join(', ')), words(on)];
  return section(
    ...what,
    words(`: ${reason}. ${clipped(detail, gapDetail)}`),
    ...(hints && hint !== '' ? [words('\n'), italic(clipped(hint, gapDetail))] : []),
  );
}

/** Beside a confirmed cause the gaps are a caution, not the matter. */
const BESIDE_A_CAUSE = { gaps: 3, hints: false };

/** What could not be checked: how much, and the most telling groups. Nothing when everything could be. */
export function gapLines(summary: Summary, detail: Detail): readonly RichTextBlock[] {
  const { gaps, outcome } = summary;
  if (gaps.length === 0) return [];
  const wanted =
    outcome === 'root-cause-confirmed' ? { ...detail, ...BESIDE_A_CAUSE, gaps: Math.min(detail.gaps, BESIDE_A_CAUSE.gaps) } : detail;
  // A host that was not looked at at all says more than a log that could not be read.
  const shown = gaps.toSorted((a, b) => b.checks.length - a.checks.length).slice(0, wanted.gaps);
  const lines = shown.map(gap => gapLine(gap, wanted));
  const rest = gaps.length - shown.length;
  if (rest > 0) lines.push(section(words(`and ${counted(rest, 'more reason')} why something could not be checked`)));
  return [richText(section(bold(`⚠️ Could not be checked: ${uncheckedText(uncheckedCount(summary))}`)), list('bullet', lines))];
}
