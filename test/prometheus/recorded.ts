import { readFileSync } from 'node:fs';

/** What Prometheus 2.42 (Debian) answered to a question, byte for byte. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../fixtures/prometheus/${name}.json`, import.meta.url), 'utf8');
}
