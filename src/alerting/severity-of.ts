import type { Severity } from '../model/story.js';

/** From worst to least. */
const WORST_FIRST: readonly Severity[] = ['critical', 'error', 'warning', 'info', 'unknown'];

/** What senders write, in small letters. */
const SAID: Readonly<Record<Exclude<Severity, 'unknown'>, readonly string[]>> = {
  critical: ['critical', 'crit', 'page', 'fatal', 'emergency', 'disaster', 'p0', 'p1', 'sev0', 'sev1'],
  error: ['error', 'err', 'high', 'major', 'p2', 'sev2'],
  warning: ['warning', 'warn', 'medium', 'moderate', 'average', 'minor', 'p3', 'sev3'],
  info: ['info', 'information', 'notice', 'low', 'none', 'debug', 'p4', 'p5', 'sev4', 'sev5'],
};

const BY_WORD = new Map(
  WORST_FIRST.flatMap(severity =>
    severity === 'unknown' ? [] : SAID[severity].map((word): readonly [string, Severity] => [word, severity]),
  ),
);

/** What the labels `severity`, `priority` or `level` say, in one scale; the first of them that is understood. */
export function severityOf(labels: Readonly<Record<string, string>>): Severity {
  for (const label of ['severity', 'priority', 'level']) {
    const severity = BY_WORD.get((labels[label] ?? '').trim().toLowerCase());
    if (severity) return severity;
  }
  return 'unknown';
}

/** The worst of several; `unknown` of none. */
export function worstSeverity(all: readonly Severity[]): Severity {
  return WORST_FIRST.find(severity => all.includes(severity)) ?? 'unknown';
}

/** Whether `a` is worse than `b`: below zero; the other way round: above. For sorting, worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return WORST_FIRST.indexOf(a) - WORST_FIRST.indexOf(b);
}
