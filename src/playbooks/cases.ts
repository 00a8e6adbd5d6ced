import type { Diagnosis, Verdict } from '../model/diagnosis.js';
import type { Case } from './case.js';

const nameOf = (verdict: Verdict | undefined): string => (verdict ? `${verdict.fault}@${verdict.host}` : '?');

/** Instances by index, as `fault@host`, each once: one fault on several ports of a host is one name. */
function namesOf(diagnosis: Diagnosis, indexes: readonly number[]): readonly string[] {
  return [...new Set(indexes.map(index => nameOf(diagnosis.verdicts[index])))].sort();
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : [...names].sort().join(', '));

function same(a: readonly string[], b: readonly string[]): boolean {
  return list([...new Set(a)]) === list([...new Set(b)]);
}

const arrow = (chain: readonly string[]): string => chain.join(' → ');

/** What a diagnosis of the case's capture does otherwise than the case expects: one sentence each, none when it is as expected. */
export function judgeCase({ expect }: Case, diagnosis: Diagnosis): readonly string[] {
  const failures: string[] = [];
  const roots = namesOf(diagnosis, diagnosis.roots);
  const traced = namesOf(diagnosis, diagnosis.tracedTo);
  if (diagnosis.outcome !== expect.outcome) failures.push(`the outcome is ${diagnosis.outcome}; expected ${expect.outcome}.`);
  if (!same(roots, expect.roots)) failures.push(`the roots are ${list(roots)}; expected ${list(expect.roots)}.`);
  if (!same(traced, expect.tracedTo)) failures.push(`it is traced to ${list(traced)}; expected ${list(expect.tracedTo)}.`);
  if (expect.chain) {
    const chains = diagnosis.chains.map(chain => arrow(chain.map(index => nameOf(diagnosis.verdicts[index]))));
    if (!same(chains, expect.chain.map(arrow))) failures.push(`the chains are ${list(chains)}; expected ${list(expect.chain.map(arrow))}.`);
  }
  const instancesOf = (name: string): readonly Verdict[] => diagnosis.verdicts.filter(verdict => nameOf(verdict) === name);
  for (const name of expect.ruledOut) {
    const instances = instancesOf(name);
    const other = instances.find(verdict => verdict.word !== 'ruled-out');
    if (instances.length === 0) failures.push(`${name} was not judged; expected it to be ruled out.`);
    else if (other) failures.push(`${name} is ${other.word}; expected it to be ruled out.`);
  }
  for (const [name, word] of Object.entries(expect.verdicts)) {
    // Verdicts are ranked: the first instance is the strongest one.
    const [strongest] = instancesOf(name);
    if (!strongest) failures.push(`${name} was not judged; expected ${word}.`);
    else if (strongest.word !== word) failures.push(`${name} is ${strongest.word}; expected ${word}.`);
  }
  for (const fault of expect.never) {
    const named = [...roots, ...traced].find(name => name.startsWith(`${fault}@`));
    if (named !== undefined) failures.push(`${named} is blamed; this case must never blame ${fault}.`);
  }
  return failures;
}
