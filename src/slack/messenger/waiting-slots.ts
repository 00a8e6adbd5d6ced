import type { Outbox, OutboxEntry } from '../../flow/ports.js';
import { freshMemory, type SlotMemory } from './route.js';
import { readContent, type SlotContent } from './slot-content.js';

// Entries that are looked at in one pass; a flood longer than this goes out in the order in which it came.
const PASS = 500;
// Beyond so many slots only those that wait are remembered.
const MOST_REMEMBERED = 1_000;
// People see the card first, then the answers; changes of cards and the first words of progress come last.
const URGENCY: Readonly<Record<SlotContent['kind'], number>> = {
  answer: 1,
  remedy: 1,
  graph: 2,
  report: 2,
  card: 2,
  digest: 2,
  progress: 3,
};
const NEW_CARD = 0;

const UNREADABLE: SlotContent = { kind: 'answer', place: { channel: '' }, asker: '', since: 0, message: { text: '', blocks: [] } };

/** A slot with something to deliver. */
export interface WaitingSlot {
  readonly entry: OutboxEntry;
  readonly content: SlotContent;
  readonly memory: SlotMemory;
}

/** The id of a channel that may be given by its name; undefined: not known at present. */
export type ChannelId = (channel: string) => Promise<string | undefined>;

interface ReadSlot {
  readonly version: number;
  readonly text: string;
  readonly content: SlotContent;
  /** False: its channel goes by a name as yet, so that it is read again. */
  readonly isWhole: boolean;
}

/** What waits in the outbox, most urgent first, and what was learnt about each slot on the way. */
export class WaitingSlots {
  readonly #outbox: Pick<Outbox, 'pending' | 'find'>;
  readonly #channelId: ChannelId;
  readonly #memory = new Map<string, SlotMemory>();
  #read = new Map<string, ReadSlot>();

  constructor(outbox: Pick<Outbox, 'pending' | 'find'>, channelId: ChannelId) {
    this.#outbox = outbox;
    this.#channelId = channelId;
  }

  /** Reads the outbox; `now` in milliseconds since the epoch. What is remembered of slots that `isBusy` is kept. */
  async waiting(now: number, isBusy: (slot: string) => boolean): Promise<readonly WaitingSlot[]> {
    const entries: { readonly entry: OutboxEntry; readonly content: SlotContent }[] = [];
    const before = this.#read;
    this.#read = new Map();
    for (const head of await this.#outbox.pending(PASS)) {
      const known = before.get(head.slot);
      const read = known?.version === head.version ? known : await this.#readSlot(head.slot);
      if (!read) continue;
      if (read.isWhole) this.#read.set(head.slot, read);
      entries.push({ entry: { ...head, content: read.text }, content: read.content });
    }
    this.#forgetAllBut(entries, isBusy);
    return entries
      .map(({ entry, content }) => {
        const isNew = (content.kind === 'card' || content.kind === 'digest') && entry.delivered === 0;
        const memory = this.memoryOf(entry.slot);
        memory.waitingSince ??= now;
        return { entry, content, urgency: isNew ? NEW_CARD : URGENCY[content.kind], memory };
      })
      .sort((a, b) => a.urgency - b.urgency);
  }

  memoryOf(slot: string): SlotMemory {
    const known = this.#memory.get(slot);
    if (known) return known;
    const memory = freshMemory();
    this.#memory.set(slot, memory);
    return memory;
  }

  /** What the slot wants to say; what is read is kept while it waits, since every pass looks at all that waits. */
  async #readSlot(slot: string): Promise<ReadSlot | undefined> {
    const entry = await this.#outbox.find(slot);
    if (!entry) return undefined;
    // What cannot be read is handed on as an answer: the delivery says so and gives it up.
    const content = readContent(entry.content) ?? UNREADABLE;
    const channel = content === UNREADABLE ? '' : await this.#channelId(content.place.channel);
    const place = { ...content.place, channel: channel ?? content.place.channel };
    return { version: entry.version, text: entry.content, content: { ...content, place }, isWhole: channel !== undefined };
  }

  /** Bounds what is remembered. */
  #forgetAllBut(waiting: readonly { readonly entry: OutboxEntry }[], isBusy: (slot: string) => boolean): void {
    if (this.#memory.size <= MOST_REMEMBERED) return;
    const keep = new Set(waiting.map(({ entry }) => entry.slot));
    for (const slot of this.#memory.keys()) if (!keep.has(slot) && !isBusy(slot)) this.#memory.delete(slot);
  }
}
