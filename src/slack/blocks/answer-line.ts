import type { Summary } from '../../model/summary.js';

/** How many checks could not be made, or not to the end; each counted once. */
export function uncheckedCount({ gaps }: Summary): number {
  return new Set(gaps.flatMap(({ hosts, checks }) => hosts.flatMap(host => checks.map(check => `${host} ${check}`)))).size;
}

/** `1 check`, `4 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `3 checks could not be completed`; a log that does not reach back far enough was read, and yet may not hold the cause. */
export function uncheckedText(count: number): string {
  return `${counted(count, 'check')} could not be completed`;
}

/** The answer in one line. Only a confirmed cause stands there without a word of caution. */
export function answerLine(summary: Summary): string {
  const { outcome, sentence } = summary;
  const unchecked = uncheckedCount(summary);
  switch (outcome) {
    case 'root-cause-confirmed':
    case 'traced':
      return sentence;
    case 'root-cause-likely':
      return `Likely: ${sentence}`;
    case 'undetermined':
      return unchecked === 0 ? `I don't know. ${sentence}` : `I don't know. ${uncheckedText(unchecked)}: the cause might be there.`;
    case 'none-of-these':
      return `None of these: ${summary.nothing ?? ''}`;
  }
}
