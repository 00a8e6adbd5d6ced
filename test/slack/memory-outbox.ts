import type { Outbox, OutboxEntry } from '../../src/flow/ports.js';

/** The outbox contract, in memory. */
export interface MemoryOutbox extends Outbox {
  readonly all: () => readonly OutboxEntry[];
}

export function memoryOutbox(): MemoryOutbox {
  const entries = new Map<string, OutboxEntry>();
  const change = (slot: string, changes: Partial<OutboxEntry>): void => {
    const entry = entries.get(slot);
    if (!entry) throw new Error(`no slot ${slot}`);
    entries.set(slot, { ...entry, ...changes });
  };
  return {
    all: () => [...entries.values()],
    want: async message => {
      const old = entries.get(message.slot);
      const { abandoned: _, ...known } = old ?? { version: 0, delivered: 0, posting: false, wantedAt: 0 };
      entries.set(message.slot, { ...known, ...message, version: known.version + 1 });
    },
    find: async slot => entries.get(slot),
    pending: async limit =>
      [...entries.values()].filter(({ version, delivered, abandoned }) => delivered < version && abandoned === undefined).slice(0, limit),
    undelivered: async () =>
      [...entries.values()].filter(({ version, delivered, abandoned }) => delivered < version && abandoned === undefined).length,
    markPosting: async slot => change(slot, { posting: true }),
    markDelivered: async (slot, version, { channel, ts }) =>
      change(slot, { delivered: Math.max(version, entries.get(slot)?.delivered ?? 0), channel, ts, posting: false }),
    markUnposted: async slot => change(slot, { posting: false }),
    abandon: async (slot, why) => change(slot, { abandoned: why, posting: false }),
  };
}
