import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { Summary, SummaryGap } from '../../model/summary.js';
import { counted, uncheckedCount, uncheckedText } from './answer-line.js';
import type { Detail } from './detail.js';
import { bold, code, italic, list, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

/** Checks that are named before they are only counted. */
const MOST_NAMED = 3;

/** Hosts that are named before they are only counted. */
const MOST_HOSTS = 4;

function hostsText(hosts: readonly string[], most: number): string {
  const shown = hosts.slice(0, MOST_HOSTS).map(host => clipped(host, most));
  return `${shown.join(', ')}${hosts.length > shown.length ? ` and ${counted(hosts.length - shown.length, 'more host')}` : ''}`;
}

function gapLine({ hosts, checks, title, inWords, detail, hint }: SummaryGap, { gapDetail, hints, name }: Detail): RichTextSection {
  const shown = checks.slice(0, MOST_NAMED).map(check => clipped(check, Math.min(name, 40)));
  const on = ` on ${hostsText(hosts, name)}`;
  const what =
    checks.length > MOST_NAMED
      ? [bold(`${checks.length} checks${on}`), words(` (${shown.join(', ')}, …)`)]
      : [...(title === '' ? [] : [words(`${clipped(title, name)} `)]), code(shown.join(', ')), words(on)];
  return section(
    ...what,
    words(`: ${inWords}. ${clipped(detail, gapDetail)}`),
    ...(hints && hint !== '' ? [words('\n'), italic(`→ ${clipped(hint, gapDetail)}`)] : []),
  );
}

/** Groups that are named beside a confirmed cause. */
const MOST_BESIDE_A_CAUSE = 4;

/** Beside a confirmed cause the gaps are a caution, not the matter: one paragraph, so that the evidence stands on the first screen of a phone. */
function besideACause(gaps: readonly SummaryGap[], title: string, { name, gaps: most }: Detail): RichTextBlock {
  const shown = gaps.slice(0, Math.min(most, MOST_BESIDE_A_CAUSE));
  const left = gaps.length - shown.length;
  const named = shown.flatMap(({ checks, hosts }, index): readonly RichTextElement[] => {
    const some = checks.slice(0, MOST_NAMED).map(check => clipped(check, Math.min(name, 40)));
    const rest = checks.length > some.length ? ` and ${checks.length - some.length} more` : '';
    return [words(index > 0 ? '; ' : ': '), code(some.join(', ')), words(`${rest} on ${hostsText(hosts, name)}`)];
  });
  const more = left > 0 ? ` and ${counted(left, 'more group')}` : '';
  return richText(section(bold(`⚠️ ${title}`), ...named, words(`${more}. “Show everything” says why, and what to do.`)));
}

/** What could not be checked: how much, and the most telling groups. Nothing when everything could be. */
export function gapLines(summary: Summary, detail: Detail): readonly RichTextBlock[] {
  const { gaps, outcome } = summary;
  if (gaps.length === 0) return [];
  const title = uncheckedText(uncheckedCount(summary));
  // A host that was not looked at at all says more than a log that could not be read.
  const byWeight = gaps.toSorted((a, b) => b.checks.length * b.hosts.length - a.checks.length * a.hosts.length);
  if (outcome === 'root-cause-confirmed') return [besideACause(byWeight, title, detail)];
  const shown = byWeight.slice(0, detail.gaps);
  const lines = shown.map(gap => gapLine(gap, detail));
  // Where the remedies are not told, the file has them.
  const rest = gaps.length - shown.length;
  const more = rest > 0 ? `and ${counted(rest, 'more reason')}; ` : '';
  if (rest > 0 || !detail.hints) lines.push(section(words(`${more}“Show everything” has each of them, with what to do`)));
  return [richText(section(bold(`⚠️ ${title}`)), list('bullet', lines))];
}
