import type { SignalStore } from '../../../src/flow/ports/alert-store.js';
import type { AlertSignal } from '../../../src/model/alert.js';

/** Signals in memory. `trouble` comes before keeping. */
export function memorySignals(trouble: () => Promise<void> = async () => undefined): Pick<SignalStore, 'keep'> & {
  readonly signals: ReadonlyMap<string, AlertSignal>;
} {
  const signals = new Map<string, AlertSignal>();
  return {
    signals,
    keep: async signal => {
      await trouble();
      if (signals.has(signal.id)) return 'known';
      signals.set(signal.id, signal);
      return 'kept';
    },
  };
}
