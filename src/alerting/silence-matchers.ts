import type { AlertStory, Matcher } from '../model/story.js';

const matchersOf = (labels: Readonly<Record<string, string>>): readonly Matcher[] =>
  Object.entries(labels)
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));

/** Alertmanager refuses a silence whose every matcher fits what is not there; one with none would silence everything. */
const isUsable = (matchers: readonly Matcher[]): boolean => matchers.some(({ value }) => value !== '');

/**
 * The matchers of a silence for exactly this incident: the labels of its group; of a group by no label, those that all its alerts have in
 * common. Undefined: there are none, and nothing may be silenced.
 */
export function silenceMatchers({ group, alerts }: Pick<AlertStory, 'group' | 'alerts'>): readonly Matcher[] | undefined {
  const own = matchersOf(group.groupLabels);
  if (isUsable(own)) return own;
  const [first, ...more] = alerts;
  if (!first) return undefined;
  const common = matchersOf(first.labels).filter(({ label, value }) => more.every(({ labels }) => labels[label] === value));
  return isUsable(common) ? common : undefined;
}
