import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { Review, SettingReview } from '../../model/review.js';
import type { SummaryReview } from '../../model/summary.js';
import type { Detail } from './detail.js';
import { bold, code, list, richText, section, words } from './rich.js';
import { clipped } from './untrusted.js';

/** Of the name and the values of a setting. */
const MOST_NAME = 80;

function resourceLines({ resources }: Review, { reviewed, says }: Detail): readonly RichTextSection[] {
  const high = resources.flatMap(({ title, measures }) =>
    measures.filter(measure => measure.high === 'true').map(measure => ({ title, ...measure })),
  );
  const left = high.length - reviewed;
  return [
    ...high
      .slice(0, reviewed)
      .map(({ title, of, says: text }) =>
        section(bold(`${clipped(title, MOST_NAME)}, ${of}: `), words(clipped(text, Math.min(says, 160)))),
      ),
    ...(left > 0 ? [section(words(`and ${left} more`))] : []),
  ];
}

function settingLine({ name, now, value, felt, why }: SettingReview, { says }: Detail): RichTextSection {
  return section(
    code(clipped(name, MOST_NAME)),
    words(` is ${clipped(now, MOST_NAME)}, recommended: ${clipped(value, MOST_NAME)}. `),
    ...(felt === undefined ? [] : [bold(`Felt here: ${clipped(felt, Math.min(says, 160))}. `)]),
    words(clipped(why, Math.min(says, 120))),
  );
}

function settingLines({ settings }: Review, detail: Detail): readonly RichTextSection[] {
  const differing = settings.filter(({ state }) => state === 'differs');
  const left = differing.length - detail.reviewed;
  return [
    ...differing.slice(0, detail.reviewed).map(setting => settingLine(setting, detail)),
    ...(left > 0 ? [section(words(`and ${left} more: “Show everything” has them all, each with its reason`))] : []),
  ];
}

function part(title: string, count: string, lines: readonly RichTextSection[]): RichTextBlock {
  return richText(section(bold(`${title}: `), words(count)), ...(lines.length === 0 ? [] : [list('bullet', lines)]));
}

/** What an audit says beside the faults: how many measures are high and settings differ, and the first of them. */
export function reviewBlocks(review: SummaryReview | undefined, detail: Detail): readonly RichTextBlock[] {
  if (!review) return [];
  return [
    ...(review.resources.length === 0 ? [] : [part('Resources', review.resourcesSay, resourceLines(review, detail))]),
    ...(review.settings.length === 0 ? [] : [part('Settings', review.settingsSay, settingLines(review, detail))]),
  ];
}
