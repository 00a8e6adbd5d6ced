import type { Alert } from '../model/alert.js';
import { harmless } from '../model/harmless.js';
import { readInstance } from './read-instance.js';
import type { ReadingTools } from './reading-tools.js';

type KnownService = ReadingTools['services'][number];

/** The one service that alerts are about. */
export type FoundService =
  | { readonly kind: 'found'; readonly service: KnownService; readonly label: string }
  /** They are about several: none can be asked about. */
  | { readonly kind: 'several'; readonly names: readonly string[] }
  | { readonly kind: 'none' };

const MOST_SHOWN = 80;

const originOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;

/** Finds the declared service: by the labels that name one (`job=prod/checkout` names checkout), or by a prober's URL. */
export function findService(alerts: readonly Alert[], { labels, services }: Pick<ReadingTools, 'labels' | 'services'>): FoundService {
  const byName = new Map(services.map(service => [service.name.toLowerCase(), service]));
  const found = new Map<string, { readonly service: KnownService; readonly label: string }>();
  const note = (service: KnownService, label: string, value: string): void => {
    if (!found.has(service.name)) found.set(service.name, { service, label: `${label}=${harmless(value, MOST_SHOWN)}` });
  };
  const named = (alert: Alert): boolean => {
    for (const label of labels.service) {
      const value = alert.labels[label] ?? '';
      const service = byName.get(value.toLowerCase()) ?? byName.get(value.slice(value.lastIndexOf('/') + 1).toLowerCase());
      if (!service) continue;
      note(service, label, value);
      return true;
    }
    return false;
  };
  for (const alert of alerts) {
    if (named(alert)) continue;
    for (const label of labels.host) {
      const value = alert.labels[label] ?? '';
      const origin = originOf(readInstance(value)?.url);
      const there = origin === undefined ? [] : services.filter(({ url }) => originOf(url) === origin);
      // Two services behind one gateway: its address names neither.
      if (there[0] && there.length === 1) note(there[0], label, value);
    }
  }
  const [first, ...more] = found.values();
  if (!first) return { kind: 'none' };
  return more.length === 0 ? { kind: 'found', ...first } : { kind: 'several', names: [...found.keys()] };
}
