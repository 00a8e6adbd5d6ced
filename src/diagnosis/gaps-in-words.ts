import type { Gap, GapReason } from '../model/fact.js';
import { harmless } from '../model/harmless.js';
import type { Playbooks } from '../model/playbook.js';
import type { SummaryGap } from '../model/summary.js';

/** Said after the name of a check: `kernel_log on api-1: not allowed`. */
const IN_WORDS: Readonly<Record<GapReason, string>> = {
  missing: 'not possible there',
  denied: 'not allowed',
  timeout: 'too slow',
  hung: 'never ended',
  failed: 'failed',
  empty: 'nothing printed',
  unparsed: 'not understood',
  truncated: 'cut short',
  partial: 'only in part',
  stale: 'not of that time',
  skipped: 'left out',
  unreachable: 'host not reached',
  'not-captured': 'not recorded',
};

/** Gaps with the same reason are one sentence, of a host and then of several: twenty times "unreachable" says nothing more than once. */
export function gapsInWords(gaps: readonly Gap[], { checks }: Pick<Playbooks, 'checks'>): readonly SummaryGap[] {
  const ofHosts = Map.groupBy(gaps, gap => `${gap.host}\n${gap.reason}\n${gap.reason === 'unreachable' ? '' : gap.detail}`);
  const alike = Map.groupBy(ofHosts.values(), group =>
    [group[0]?.reason, group[0]?.detail, group[0]?.hint, ...group.map(({ check }) => check)].join('\n'),
  );
  return [...alike.values()].flatMap(groups => {
    const [group = []] = groups;
    const [gap] = group;
    if (!gap) return [];
    return [
      {
        hosts: groups.flatMap(([one]) => (one ? [harmless(one.host)] : [])),
        checks: group.map(({ check }) => harmless(check)),
        title: group.length === 1 ? harmless(checks.get(gap.check)?.title ?? '') : '',
        reason: gap.reason,
        inWords: IN_WORDS[gap.reason],
        detail: harmless(gap.detail),
        hint: harmless(gap.hint),
      },
    ];
  });
}
