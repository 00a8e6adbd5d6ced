import { Gauge, type Registry } from 'prom-client';
import { LABEL_VALUES } from './metric-families.js';

/** What stands now, each read by itself when somebody scrapes. */
export interface Readings {
  /** Signals that nobody has settled yet. */
  readonly waitingSignals: () => Promise<number>;
  /** Messages that the chat does not show yet. */
  readonly undeliveredMessages: () => Promise<number>;
  /** Stories that fire, by severity. */
  readonly firingBySeverity: () => Promise<Readonly<Record<string, number>>>;
  /** Investigations under way in this process. */
  readonly looking: () => number;
}

/** A scrape has 10 s by default; most of it belongs to the network. */
const READ_MS = 3000;

/** Makes the gauges. The function that it gives reads them anew; a reading that fails or is late takes its series away. */
export function readGauges(registry: Registry, version: string, readings: Readings): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  new Gauge({ name: 'faultline_build_info', help: 'Always 1; the version that runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const storeUp = gauge('faultline_store_up', '1: the store answered everything that this scrape asked for.');
  const waiting = gauge('faultline_signals_waiting', 'Signals that are kept and not settled yet, of all replicas.');
  const undelivered = gauge('faultline_messages_undelivered', 'Messages that the chat does not show yet, of all replicas.');
  const looking = gauge('faultline_runs_looking', 'Investigations under way in this process.');
  const firing = new Gauge({
    name: 'faultline_stories_firing',
    help: 'Alert incidents that fire, of all replicas.',
    labelNames: ['severity'],
    registers,
  });
  const into =
    (target: Gauge): ((value: number) => void) =>
    value =>
      target.set(value);
  const bySeverity = (counts: Readonly<Record<string, number>>): void => {
    for (const severity of LABEL_VALUES.severity) firing.set({ severity }, counts[severity] ?? 0);
  };
  const absent = (target: Gauge) => (): void => target.remove();
  return async () => {
    looking.set(readings.looking());
    const answered = await Promise.all([
      reading(readings.waitingSignals, into(waiting), absent(waiting)),
      reading(readings.undeliveredMessages, into(undelivered), absent(undelivered)),
      reading(readings.firingBySeverity, bySeverity, () => firing.reset()),
    ]);
    storeUp.set(answered.every(Boolean) ? 1 : 0);
  };
}

/** Whether it could be read. */
async function reading<T>(read: () => Promise<T>, show: (value: T) => void, hide: () => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), READ_MS);
  });
  try {
    show(await Promise.race([read(), late]));
    return true;
  } catch {
    hide();
    return false;
  } finally {
    clearTimeout(timer);
  }
}
