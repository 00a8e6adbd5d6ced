import type { Outbox, OutboxEntry } from '../../flow/ports.js';
import type { SlotContent } from './slot-content.js';

/** Where a message goes now. */
export interface Route {
  readonly method: 'chat.postMessage' | 'chat.update';
  readonly channel: string;
  readonly thread?: string;
  /** Of the message to change. */
  readonly ts?: string;
}

/** What was learnt on the way about one slot; forgotten when the process ends, which is no harm: it is learnt again. */
export interface SlotMemory {
  /** Failures since the last success. */
  attempts: number;
  /** Milliseconds since the epoch; not before. */
  notBefore: number;
  /** Slack's word for why the channel can't take it: it goes to the asker. */
  detour?: string;
  joined: boolean;
  leaveThread: boolean;
  short: boolean;
  /** The message that stands can't be changed: post anew. */
  anew: boolean;
  /** How many times it was posted anew. */
  reposts: number;
  /** A post that this process made: when it is marked as under way, it is known how it stands with it. */
  postedHere: boolean;
  /** Since when this process knows that there is something to deliver; milliseconds since the epoch. */
  waitingSince?: number;
  /** Looks at whether the picture is ready. */
  pictureLooks: number;
  /** Messages with the picture that Slack refused. */
  pictureRefusals: number;
}

/** Nothing learnt yet. */
export function freshMemory(): SlotMemory {
  return {
    attempts: 0,
    notBefore: 0,
    joined: false,
    leaveThread: false,
    short: false,
    anew: false,
    reposts: 0,
    postedHere: false,
    pictureLooks: 0,
    pictureRefusals: 0,
  };
}

/** Where the entry's message goes, or that its thread does not stand yet. */
export async function routeOf(
  entry: OutboxEntry,
  content: SlotContent,
  memory: SlotMemory,
  outbox: Pick<Outbox, 'find'>,
): Promise<Route | 'not-yet'> {
  if (entry.ts && entry.channel && !memory.anew) return { method: 'chat.update', channel: entry.channel, ts: entry.ts };
  const { place } = content;
  const post = (channel: string, thread: string | undefined): Route => ({
    method: 'chat.postMessage',
    channel,
    ...(thread && !memory.leaveThread ? { thread } : {}),
  });
  const root = entry.after ? await outbox.find(entry.after) : undefined;
  if (root?.ts && root.channel) {
    // A card that had to go elsewhere takes its thread along.
    if (root.channel !== place.channel) return post(root.channel, root.ts);
    if (memory.detour) return post(content.asker, undefined);
    return post(place.channel, place.thread ?? root.ts);
  }
  if (entry.after && !root?.abandoned) return 'not-yet';
  if (memory.detour) return post(content.asker, undefined);
  return post(place.channel, place.thread);
}
