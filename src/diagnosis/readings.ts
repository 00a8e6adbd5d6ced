import type { Reading } from '../model/diagnosis.js';
import type { Check, Playbooks } from '../model/playbook.js';
import type { HostFacts } from './facts.js';

/** Shortest number that still tells: 0.00031 s is 0.3 ms. */
function secondsText(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return `${(seconds * 1000).toFixed(seconds >= 0.01 ? 0 : 1)} ms`;
}

function partsOf(check: Check, values: Readonly<Record<string, unknown>>): readonly string[] {
  return check.fields.flatMap(({ name, unit }) => {
    const value = values[name];
    if (typeof value !== 'number' || value === 0) return [];
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
