import type { RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';
import type { Around } from '../../flow/ports.js';
import type { AlertStory, StoryAlert, TimelineEntry } from '../../model/story.js';
import { labelElements } from './alert-title.js';
import type { CardDetail } from './card-detail.js';
import { bold, code, instant, link, list, person, section, words } from './rich.js';
import { storyStateLook } from './severity-look.js';
import { untrusted } from './untrusted.js';
import { someNames } from './where-text.js';

/** Labels that tell the alerts of one group apart, best first. */
const TELLING = ['instance', 'host', 'pod', 'service', 'job'];

/** Address of a message in Slack; undefined when it can't be made. */
export type Permalink = (channel: string, ts: string) => string | undefined;

const TIME = '{time_secs}';

/** A list with a title, and how many lines there are beyond it. */
function titled(title: string, lines: readonly RichTextSection[], left: number): readonly RichTextBlockElement[] {
  if (lines.length === 0) return [];
  const more = left > 0 ? [section(words(`and ${left} more`))] : [];
  return [section(bold(title)), list('bullet', [...lines, ...more])];
}

/** The labels of an alert that tell it from the others; at most two. */
function tellingLabels({ labels }: StoryAlert, alerts: readonly StoryAlert[]): Readonly<Record<string, string>> {
  const rank = (key: string): number => (TELLING.includes(key) ? TELLING.indexOf(key) : TELLING.length);
  const own = Object.entries(labels).filter(
    ([key, value]) =>
      key !== 'alertname' && key !== 'severity' && (alerts.length === 1 || alerts.some(other => other.labels[key] !== value)),
  );
  return Object.fromEntries(own.sort(([a], [b]) => rank(a) - rank(b)).slice(0, 2));
}

function alertLine(alert: StoryAlert, alerts: readonly StoryAlert[], { name, says }: CardDetail): RichTextSection {
  const { labels, annotations, state, refired } = alert;
  const summary = untrusted(annotations.summary ?? annotations.description ?? '', says);
  return section(
    words(`${storyStateLook(state).sign} `),
    bold(untrusted(labels.alertname ?? 'alert', name)),
    words(' '),
    ...labelElements(tellingLabels(alert, alerts), 2, name),
    words(summary === '' ? '' : `  ${summary}`),
    words(refired > 0 ? ` (fired anew ${refired === 1 ? 'once' : `${refired} times`})` : ''),
  );
}

function relatedLine(
  { id, symptom, hosts, service, state, openedAt, card }: Around['related'][number],
  name: number,
  permalink: Permalink,
) {
  const url = card && permalink(card.channel, card.ts);
  const where = [someNames(hosts, 3, name), service === undefined ? '' : untrusted(service, name)].filter(part => part !== '').join(', ');
  return section(
    url === undefined ? code(id) : link(url, untrusted(symptom, name)),
    words(`${url === undefined ? ` ${untrusted(symptom, name)}` : ''}${where === '' ? '' : ` on ${where}`}, ${state}, `),
    instant(openedAt),
  );
}

function timelineLine({ at, says, by }: TimelineEntry, { says: most }: CardDetail): RichTextSection {
  const who: readonly RichTextElement[] = by ? [words(' · '), person(by.id)] : [];
  return section(instant(at, TIME), words(`  ${untrusted(says, most)}`), ...who);
}

/** What stands below the buttons: the alerts one by one, why this was asked, what may belong to it, and what happened last. */
export function alertDetails(
  story: AlertStory,
  { related, timeline }: Around,
  detail: CardDetail,
  permalink: Permalink,
): readonly RichTextBlockElement[] {
  const { alerts, leftOut, because } = story;
  const shown = alerts.slice(0, detail.alerts);
  const last = timeline.slice(Math.max(0, timeline.length - detail.timeline));
  const reasons = because.slice(0, detail.because);
  const near = related.slice(0, detail.related);
  return [
    ...titled(
      'Alerts',
      shown.map(alert => alertLine(alert, alerts, detail)),
      alerts.length - shown.length + leftOut,
    ),
    ...titled(
      'Why this is looked at',
      reasons.map(reason => section(words(untrusted(reason, detail.says)))),
      0,
    ),
    ...titled(
      'May belong together',
      near.map(each => relatedLine(each, detail.name, permalink)),
      related.length - near.length,
    ),
    ...titled(
      timeline.length > last.length ? `What happened last (of ${timeline.length})` : 'What happened',
      last.map(entry => timelineLine(entry, detail)),
      0,
    ),
  ];
}
