import type { Verdict } from '../model/diagnosis.js';
import { harmless } from '../model/harmless.js';

/** `fault@host`, the name of an instance in chains and lists. */
export function instanceName(verdict: Verdict): string {
  return `${verdict.fault}@${verdict.host}`;
}

/** What tells a verdict from the others of the same name: as few of its values as do, `awk` or `port 8080`. */
function difference(verdict: Verdict, alike: readonly Verdict[]): string {
  const told: string[] = [];
  let rest = alike.filter(other => other !== verdict);
  for (const [key, value] of Object.entries(verdict.about)) {
    const still = rest.filter(other => other.about[key] === value);
    if (still.length < rest.length) told.push(typeof value === 'number' ? `${key} ${value}` : harmless(value));
    rest = still;
  }
  return told.filter(part => part !== '').join(', ');
}

/** A name for each verdict, in their order: `fault@host`, with what it is about where two would be alike. */
export function distinctNames(verdicts: readonly Verdict[]): readonly string[] {
  const byName = Map.groupBy(verdicts, instanceName);
  return verdicts.map(verdict => {
    const name = instanceName(verdict);
    const alike = byName.get(name) ?? [];
    const what = alike.length > 1 ? difference(verdict, alike) : '';
    return what === '' ? name : `${name} (${what})`;
  });
}
