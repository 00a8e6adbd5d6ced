import type { Verdict } from '../model/diagnosis.js';

/** `fault@host`, the name of an instance in chains and lists. */
export function instanceName(verdict: Verdict): string {
  return `${verdict.fault}@${verdict.host}`;
}
