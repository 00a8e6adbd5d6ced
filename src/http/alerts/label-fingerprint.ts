import { digest } from './digest.js';

/** An id of a label set for a sender that gave none: the same labels in any order have the same one. 16 hex digits, as Alertmanager's own. */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify(sorted)).slice(0, 16);
}
