import type { Reading } from '../model/diagnosis.js';
import type { Check, Playbooks } from '../model/playbook.js';
import type { HostFacts } from './facts.js';

const DAY_S = 86_400;

/** Shortest number that still tells: 0.00031 s is 0.3 ms. */
export function secondsText(seconds: number): string {
  const size = Math.abs(seconds);
  if (size >= 2 * DAY_S) return `${Math.round(seconds / DAY_S)} days`;
  if (size >= 1) return `${seconds.toFixed(1)} s`;
  return `${(seconds * 1000).toFixed(size >= 0.01 ? 0 : 1)} ms`;
}

function partsOf(check: Check, values: Readonly<Record<string, unknown>>): readonly string[] {
  return check.fields.flatMap(({ name, unit, type }) => {
    const value = values[name];
    // A time of day is no measure of how long something took.
    if (typeof value !== 'number' || value === 0 || type === 'time') return [];
    const label = name.replace(/_s$/u, '').replaceAll('_', ' ');
    return [`${label} ${unit === 's' ? secondsText(value) : String(Math.round(value * 1000) / 1000)}`];
  });
}

/** What the checks measured that the symptom wants shown although no fault needs them, such as where the time of a request goes. */
export function readingsOf(playbooks: Playbooks, symptoms: readonly string[], facts: HostFacts): readonly Reading[] {
  const shown = new Set(symptoms.flatMap(id => playbooks.symptoms.get(id)?.show ?? []));
  return [...shown].flatMap(id => {
    const check = playbooks.checks.get(id);
    const found = facts.facts.get(id);
    if (!check || !found) return [];
    const parts = partsOf(check, found.values);
    return parts.length > 0 ? [{ check: id, host: facts.host, title: check.title, parts }] : [];
  });
}
