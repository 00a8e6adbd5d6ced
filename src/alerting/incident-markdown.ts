import { harmless } from '../model/harmless.js';
import type { Feedback, Incident } from '../model/incident.js';
import type { StoryAlert, TimelineEntry } from '../model/story.js';
import { rfc3339 } from '../model/timestamp.js';
import { alertTitle } from './alert-name.js';

/** A run as a reader of the export sees it. */
export interface ExportedRun {
  readonly number: number;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly by: string;
  /** The answer in a sentence or two, or why there is none. */
  readonly says: string;
  /** The full evidence as text: data of hosts. */
  readonly evidence?: string;
  readonly feedback: readonly Feedback[];
}

const MOST_ALERTS = 200;

/** Text of strangers in one line, so that no character of it is markup. */
function plain(text: string): string {
  return harmless(text).replace(/[\\`*_{}[\]<>()#+.!|~&@:-]/gu, '\\$&');
}

/** Text of hosts as a block that nothing in it can end: the fence is longer than any row of backticks in it. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([row]) => row.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...text.split('\n').map(line => harmless(line, 5000)), fence];
}

function alertLine(alert: StoryAlert, groupLabels: Readonly<Record<string, string>>): string {
  const { state, startsAt, endedAt, refired, annotations } = alert;
  const end = endedAt === undefined ? '' : ` to ${rfc3339(endedAt)}`;
  const again = refired > 0 ? `, fired again ${refired} times` : '';
  const summary = annotations.summary ?? annotations.description ?? '';
  return `- ${state}: ${plain(alertTitle(alert, groupLabels))}, ${rfc3339(startsAt)}${end}${again}${summary === '' ? '' : ` — ${plain(summary)}`}`;
}

const entryLine = ({ at, by, says }: TimelineEntry): string => `- ${rfc3339(at)} ${plain(says)}${by ? ` (${plain(by.id)})` : ''}`;

function runLines({ number, startedAt, by, says, evidence, feedback }: ExportedRun): readonly string[] {
  const judged = feedback.map(({ by: person, cause, at }) => `- ${plain(person.id)} called this cause ${cause}, ${rfc3339(at)}`);
  return [
    `### Diagnosis ${number}`,
    '',
    `Began ${rfc3339(startedAt)}, asked for by ${plain(by)}.`,
    '',
    plain(says),
    '',
    ...judged,
    ...(judged.length > 0 ? [''] : []),
    ...(evidence === undefined ? [] : [...fenced(evidence), '']),
  ];
}

function storyLines({ story }: Incident): readonly string[] {
  if (!story) return [];
  const { alerts, leftOut, group, because } = story;
  return [
    `Severity ${story.severity}; ${story.state.kind} since ${rfc3339(story.state.since)}.`,
    '',
    '## Alerts',
    '',
    ...alerts.slice(0, MOST_ALERTS).map(alert => alertLine(alert, group.groupLabels)),
    ...(leftOut > 0 ? [`- and ${leftOut} more`] : []),
    '',
    ...(because.length > 0 ? ['Why these checks on these hosts:', '', ...because.map(says => `- ${plain(says)}`), ''] : []),
  ];
}

function actionLines({ story }: Incident): readonly string[] {
  if (!story || story.silences.length === 0) return [];
  const lines = story.silences.map(({ by, reason, matchers, from, until, endedAt }) => {
    const what = matchers.map(({ label, value }) => `${label}="${value}"`).join(', ');
    return `- ${plain(by.id)} silenced ${plain(what)} from ${rfc3339(from)} to ${rfc3339(endedAt ?? until)}: ${plain(reason)}`;
  });
  return ['## Silences', '', ...lines, ''];
}

function peopleLines(incident: Incident, timeline: readonly TimelineEntry[], runs: readonly ExportedRun[]): readonly string[] {
  const { story, openedBy } = incident;
  const all = [
    openedBy.id,
    ...timeline.flatMap(({ by }) => (by ? [by.id] : [])),
    ...runs.flatMap(({ by, feedback }) => [by, ...feedback.map(({ by: person }) => person.id)]),
    ...(story?.assigned ? [story.assigned.to.id] : []),
  ];
  const people = [...new Set(all)].filter(id => id !== 'alerts');
  const assigned = story?.assigned ? [`- Assigned to ${plain(story.assigned.to.id)}`] : [];
  const lines = [...assigned, ...people.map(id => `- ${plain(id)}`)];
  return ['## People', '', ...(lines.length > 0 ? lines : ['Nobody did anything here.']), ''];
}

/** An incident as Markdown: what its alerts did, the timeline, each diagnosis with its evidence, silences, people. */
export function incidentMarkdown(incident: Incident, timeline: readonly TimelineEntry[], runs: readonly ExportedRun[]): string {
  const { id, question, openedAt, openedBy } = incident;
  const { words, symptom, hosts, service } = question;
  return [
    `# ${plain(words)}`,
    '',
    `Incident ${id}, opened ${rfc3339(openedAt)} by ${plain(openedBy.id)}.`,
    `Symptom ${plain(symptom)}; ${hosts.length > 0 ? `hosts ${plain(hosts.join(', '))}` : 'no host'}${service === undefined ? '' : `; service ${plain(service)}`}.`,
    '',
    ...storyLines(incident),
    ...(timeline.length > 0 ? ['## Timeline', '', ...timeline.map(entryLine), ''] : []),
    '## Evidence',
    '',
    ...runs.flatMap(runLines),
    ...actionLines(incident),
    ...peopleLines(incident, timeline, runs),
  ].join('\n');
}
