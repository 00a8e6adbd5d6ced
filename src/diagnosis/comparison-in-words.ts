import type { Comparison } from '../model/comparison.js';
import { harmless } from '../model/harmless.js';
import type { SummaryComparison } from '../model/summary.js';
import { rfc3339 } from '../model/timestamp.js';

/** A comparison in words: with whom, and what differs. */
export function comparisonInWords({ host, others, differences }: Comparison): SummaryComparison {
  const names = others.map(({ kind, host: other, at }) =>
    kind === 'sibling' ? `beside ${other}` : `beside itself on ${rfc3339(at).slice(0, 16).replace('T', ' ')}, when it was well`,
  );
  const unseen = others.filter(({ seen }) => !seen);
  const said = differences.map(({ says }) => harmless(says));
  const nothing = unseen.length === others.length ? [] : ['nothing that matters differs'];
  return {
    title: harmless(`${host} ${names.join(', and ')}`),
    lines: [
      ...(said.length > 0 ? said : nothing),
      ...unseen.map(({ host: other }) => harmless(`${other} could not be looked at, so that it is not compared`)),
    ],
  };
}
