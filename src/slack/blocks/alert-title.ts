import type { RichTextElement } from '@slack/types';
import type { AlertStory } from '../../model/story.js';
import { code, words } from './rich.js';
import { clipped, untrusted } from './untrusted.js';

const MOST_NAMES = 3;
const MOST_NAME = 80;

/** Names of the alerts, the most common first: what the incident is called. At most `most` characters. */
export function alertTitle({ alerts, group }: Pick<AlertStory, 'alerts' | 'group'>, most: number): string {
  const counts = new Map<string, number>();
  for (const { labels } of alerts) {
    const name = untrusted(labels.alertname ?? '', MOST_NAME);
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const own = untrusted(group.groupLabels.alertname ?? '', MOST_NAME);
  const names = counts.size > 0 ? [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name) : own === '' ? [] : [own];
  if (names.length === 0) return 'Alerts without a name';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return clipped(`${names.slice(0, MOST_NAMES).join(', ')}${more}`, most);
}

/** Labels as `name="value"`, each in code so that nothing in it is more than text. */
export function labelElements(labels: Readonly<Record<string, string>>, most: number, each: number): readonly RichTextElement[] {
  const all = Object.entries(labels);
  const shown = all
    .slice(0, most)
    .flatMap(([name, value], index): readonly RichTextElement[] => [
      words(index > 0 ? ' ' : ''),
      code(`${untrusted(name, each)}="${untrusted(value, each)}"`),
    ]);
  return all.length > most ? [...shown, words(` and ${all.length - most} more`)] : shown;
}
