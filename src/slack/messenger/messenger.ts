import type { WebClient } from '@slack/web-api';
import type { Measures } from '../../flow/ports/measures.js';
import type { Logger, Outbox, OutboxEntry } from '../../flow/ports.js';
import type { ChatMessage } from '../blocks/message.js';
import { steadyClock, type Timing } from '../timing.js';
import { deliver, type Ended } from './deliver.js';
import type { FileClient } from './file-upload.js';
import { Pacing } from './pacing.js';
import { ProgressBoard } from './progress-board.js';
import { type Route, routeOf, type SlotMemory } from './route.js';
import { readContent, type SlotContent } from './slot-content.js';
import { sayTrouble, troubleOf } from './trouble.js';
import { type ChannelId, WaitingSlots } from './waiting-slots.js';

export interface MessengerOptions {
  readonly client: WebClient;
  readonly files: FileClient;
  readonly channelId: ChannelId;
  readonly outbox: Outbox;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly measures?: Pick<Measures, 'message' | 'chatLimited'>;
  /**
   * Another process may have delivered from this outbox until a moment ago: a post that it began may still arrive, so that looking for it
   * must wait until its call has ended for certain.
   */
  readonly takesOver?: boolean;
}

/** Why messages are not going out, when they are not. */
export interface MessengerHealth {
  readonly trouble?: string;
  /** Only an operator can mend it. */
  readonly forOperator: boolean;
}

// A change of the outbox by another process, or a lost wake-up, is seen after this long at the latest.
const IDLE_MS = 30_000;
const MAX_BACKOFF_MS = 30_000;
const OPERATOR_MS = 60_000;
// A post whose answer was lost may need a moment until a look finds it.
const SETTLE_MS = 2_000;
// The messages' client gives a call up after 10 s (clients.ts); Slack may take a little longer to show what it took.
const OTHERS_POST_MS = 15_000;
// A digest changes with every alert of a storm: faster is not read, and the budget of updates is shared.
const DIGEST_EVERY_MS = 5_000;
const backoff = (attempts: number): number => Math.min(MAX_BACKOFF_MS, 1000 * 2 ** Math.min(attempts, 10));

/**
 * Delivers the outbox: keeps at it until every wanted message stands in the chat, at Slack's pace. One delivery at a time for each slot;
 * live progress goes only when nothing else waits for the same budget.
 */
export class Messenger {
  readonly #options: MessengerOptions;
  readonly #pacing = new Pacing();
  readonly #board = new ProgressBoard();
  readonly #slots: WaitingSlots;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #stop = new AbortController();
  #wake = new AbortController();
  /** Slots whose delivery ended since this pass began to read: what it read of them may be from before, and they are read again at once. */
  readonly #endedMeanwhile = new Set<string>();
  #running: Promise<void> | undefined;
  /** Nothing is tried before; milliseconds since the epoch. */
  #heldUntil = 0;
  /** Milliseconds since the epoch. */
  #startedAt = 0;
  #unreached = 0;
  #trouble: string | undefined;
  #forOperator = false;

  constructor(options: MessengerOptions) {
    this.#options = { ...options, timing: { ...options.timing, clock: steadyClock(options.timing.clock) } };
    this.#slots = new WaitingSlots(options.outbox, options.channelId);
  }

  start(): void {
    if (!this.#running) this.#startedAt = this.#now();
    this.#running ??= this.#run();
  }

  /** Something was wanted: look now. */
  wake(): void {
    this.#wake.abort();
  }

  /** Live progress of a slot whose message stands; only the newest counts, and it may be dropped. */
  progress(slot: string, message: ChatMessage): void {
    this.#board.put(slot, message);
    this.wake();
  }

  /** No more progress for the slot: its answer is wanted. */
  endProgress(slot: string): void {
    this.#board.drop(slot);
  }

  /** Whether the slot's message stands in the chat within the time. */
  async stands(slot: string, ms: number): Promise<boolean> {
    const isThere = async (): Promise<boolean> => ((await this.#options.outbox.find(slot))?.delivered ?? 0) > 0;
    const delivered = new AbortController();
    const watch = (): void => delivered.abort();
    const watchers = this.#watchers.get(slot) ?? new Set();
    this.#watchers.set(slot, watchers.add(watch));
    try {
      if (await isThere()) return true;
      await this.#options.timing.wait(ms, delivered.signal);
      return delivered.signal.aborted || (await isThere());
    } finally {
      watchers.delete(watch);
      if (watchers.size === 0) this.#watchers.delete(slot);
    }
  }

  health(): MessengerHealth {
    return { ...(this.#trouble ? { trouble: this.#trouble } : {}), forOperator: this.#forOperator };
  }

  /** Ends after the calls under way, but not later than the deadline; what is left stays in the outbox. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
    const ended = new AbortController();
    const all = Promise.all(this.#busy.values()).then(() => ended.abort());
    await Promise.race([all, this.#options.timing.wait(deadlineMs, ended.signal)]);
  }

  #now(): number {
    return this.#options.timing.clock.now() * 1000;
  }

  async #run(): Promise<void> {
    const { logger, timing } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      const { signal } = this.#wake;
      let next = IDLE_MS;
      try {
        next = await this.#pass();
      } catch (error) {
        logger.error({ error: sayTrouble(troubleOf(error)) }, 'the outbox cannot be read; trying again in 5 s');
        next = 5_000;
      }
      // Rounded up: a timer that fires a fraction early would only spin.
      await timing.wait(Math.max(1, Math.ceil(next)), signal);
    }
  }

  /** Starts every delivery that may leave now; gives the milliseconds until the next one may. */
  async #pass(): Promise<number> {
    const held = this.#heldUntil - this.#now();
    if (held > 0) return held;
    this.#endedMeanwhile.clear();
    const isTaken = (slot: string): boolean => this.#busy.has(slot) || this.#endedMeanwhile.has(slot);
    const waiting = await this.#slots.waiting(this.#now(), isTaken);
    let next = IDLE_MS;
    let updatesWait = false;
    for (const { entry, content, memory } of waiting) {
      if (this.#stop.signal.aborted) break;
      // While nothing goes through, one call at a time finds out when it does again.
      if (this.#trouble && this.#busy.size > 0) break;
      const route = await routeOf(entry, content, memory, this.#options.outbox);
      if (route === 'not-yet' || isTaken(entry.slot)) continue;
      const now = this.#now();
      const wait = Math.max(
        memory.notBefore - now,
        this.#othersWait(entry, memory, now),
        this.#pacing.wait(route.method, route.channel, now),
      );
      if (route.method === 'chat.update') updatesWait = true;
      if (wait > 0) {
        next = Math.min(next, wait);
        continue;
      }
      this.#pacing.took(route.method, route.channel, now);
      this.#begin(entry.slot, () => this.#deliver(entry, content, memory));
    }
    return updatesWait ? next : Math.min(next, await this.#passProgress());
  }

  /** Milliseconds for which a post that another process may have begun is left alone. */
  #othersWait({ posting }: OutboxEntry, { postedHere }: SlotMemory, now: number): number {
    return posting && !postedHere && this.#options.takesOver ? this.#startedAt + OTHERS_POST_MS - now : 0;
  }

  #begin(slot: string, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        // The store failed in the middle: the entry is still wanted, and a post under way is marked as such.
        this.#slots.memoryOf(slot).notBefore = this.#now() + 5_000;
        this.#options.logger.error({ slot, error: sayTrouble(troubleOf(error)) }, 'a delivery could not be recorded; trying again in 5 s');
      })
      .finally(() => {
        this.#busy.delete(slot);
        this.#endedMeanwhile.add(slot);
        this.wake();
      });
    this.#busy.set(slot, done);
  }

  async #deliver(entry: OutboxEntry, content: SlotContent, memory: SlotMemory): Promise<void> {
    const ended = await deliver(entry, content.place, memory, this.#options);
    this.#learn(entry.slot, memory, ended);
    if (ended.kind !== 'stands' && ended.kind !== 'abandoned') return;
    const now = this.#now();
    this.#options.measures?.message(
      ended.kind === 'stands' ? 'delivered' : 'abandoned',
      Math.max(0, now - (memory.waitingSince ?? now)) / 1000,
    );
    delete memory.waitingSince;
    if (content.kind === 'digest') memory.notBefore = now + DIGEST_EVERY_MS;
  }

  #learn(slot: string, memory: SlotMemory, ended: Ended): void {
    const now = this.#now();
    switch (ended.kind) {
      case 'stands':
        this.#reached();
        Object.assign(memory, { attempts: 0, notBefore: 0, anew: false, short: false, leaveThread: false, pictureRefusals: 0 });
        for (const watch of this.#watchers.get(slot) ?? []) watch();
        return;
      case 'again':
        return;
      case 'not-yet':
        memory.notBefore = now + 100;
        return;
      case 'wait':
        memory.notBefore = now + ended.ms;
        return;
      case 'abandoned':
        this.#board.drop(slot);
        return;
      case 'pause':
        this.#reached();
        this.#pause(ended.route, ended.seconds);
        return;
      case 'operator':
        this.#hold(OPERATOR_MS, `Slack refuses the bot token (${ended.code}). Check slack.bot_token with: faultline doctor`, true);
        return;
      case 'later':
        memory.attempts++;
        memory.notBefore = now + Math.max(SETTLE_MS, backoff(memory.attempts));
        if (!ended.everyone) {
          this.#options.logger.warn({ slot, why: ended.why, attempts: memory.attempts }, 'no clear answer from Slack; trying again');
          return;
        }
        memory.notBefore = 0;
        // Calls that left together fail together: that counts once.
        if (this.#heldUntil <= now) this.#unreached++;
        this.#hold(backoff(this.#unreached - 1), `Slack can't be reached: ${ended.why}`, false);
    }
  }

  #pause(route: Route, seconds: number): void {
    this.#options.measures?.chatLimited();
    this.#options.logger.info({ method: route.method, channel: route.channel, seconds }, 'Slack asks for a pause');
    const now = this.#now();
    this.#pacing.pause(route.method, route.channel, now + Math.max(1, seconds) * 1000, now);
  }

  #hold(ms: number, trouble: string, forOperator: boolean): void {
    if (this.#trouble !== trouble) this.#options.logger.error({ retryInMs: ms }, `${trouble}. Messages are kept`);
    this.#heldUntil = this.#now() + ms;
    this.#trouble = trouble;
    this.#forOperator = forOperator;
  }

  #reached(): void {
    if (this.#trouble) this.#options.logger.info({}, 'messages go out again');
    this.#unreached = 0;
    this.#heldUntil = 0;
    this.#trouble = undefined;
    this.#forOperator = false;
  }

  async #passProgress(): Promise<number> {
    let next = IDLE_MS;
    for (const { slot, inMs } of this.#board.due(this.#now())) {
      if (this.#busy.has(slot) || this.#stop.signal.aborted) continue;
      if (inMs > 0) {
        next = Math.min(next, inMs);
        continue;
      }
      const entry = await this.#options.outbox.find(slot);
      if (!entry || this.#busy.has(slot)) continue;
      if (readContent(entry.content)?.kind !== 'progress') {
        // A last word that came after the answer was wanted: nobody would ever take it from the board.
        this.#board.drop(slot);
        continue;
      }
      // Only a message that stands and is still the run's progress: an answer is never painted over.
      if (!entry.ts || !entry.channel || entry.delivered !== entry.version) continue;
      const now = this.#now();
      const wait = this.#pacing.waitForProgress(entry.channel, now);
      if (wait > 0) return Math.min(next, wait);
      const message = this.#board.take(slot, now);
      if (!message) continue;
      this.#pacing.took('chat.update', entry.channel, now);
      const { channel, ts } = entry;
      this.#begin(slot, () => this.#showProgress(slot, channel, ts, message));
    }
    return next;
  }

  async #showProgress(slot: string, channel: string, ts: string, { text, blocks, attachments = [] }: ChatMessage): Promise<void> {
    try {
      await this.#options.client.chat.update({ channel, ts, text, blocks: [...blocks], attachments: [...attachments] });
      this.#reached();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.kind === 'rate-limited') this.#pause({ method: 'chat.update', channel }, trouble.seconds);
      // Deleted, archived, refused: progress isn't worth more.
      else if (trouble.kind === 'refused') this.#board.drop(slot);
      this.#options.logger.debug({ slot, why: sayTrouble(trouble) }, 'live progress was not shown');
    }
  }
}
