import type { WebClient } from '@slack/web-api';
import type { Logger, Outbox, OutboxEntry } from '../../flow/ports.js';
import type { ChatMessage } from '../blocks/message.js';
import type { FileClient } from './file-upload.js';
import { EVENT_TYPE, findPosted } from './find-posted.js';
import { afterRefusedPicture, imageBlocks, preparePicture } from './picture.js';
import { remedyFor, whyDirect } from './refusals.js';
import { deliverReport } from './report-file.js';
import { type Route, routeOf, type SlotMemory } from './route.js';
import { readContent, type SlotContent } from './slot-content.js';
import { sayTrouble, type Trouble, troubleOf } from './trouble.js';

/** How the attempt to deliver one slot ended. */
export type Ended =
  | { readonly kind: 'stands' }
  /** Something was learnt: try again at once. */
  | { readonly kind: 'again' }
  /** Its thread does not stand yet. */
  | { readonly kind: 'not-yet' }
  /** Slack is working on something, such as a picture. */
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'pause'; readonly route: Route; readonly seconds: number }
  /** Slack could not be reached, or gave no clear answer. */
  | { readonly kind: 'later'; readonly why: string; readonly everyone: boolean }
  /** Nothing goes until an operator has mended it. */
  | { readonly kind: 'operator'; readonly code: string }
  | { readonly kind: 'abandoned'; readonly why: string };

export interface DeliverTools {
  readonly client: WebClient;
  /** For pictures and reports. */
  readonly files: FileClient;
  readonly outbox: Outbox;
  readonly logger: Logger;
}

// A card that somebody deletes comes back once: then it is what people want. An answer is worth more.
const MAX_REPOSTS: Readonly<Record<SlotContent['kind'], number>> = {
  card: 1,
  digest: 1,
  progress: 0,
  graph: 0,
  report: 0,
  answer: 2,
  remedy: 2,
};

// Slack answers a post with a plain text; links in it would unfold into previews, and host text has many.
const QUIET = { unfurl_links: false, unfurl_media: false } as const;

/** The message as it leaves: shortened when Slack refused its form, with a reason when it goes to the asker. */
function dressed(content: SlotContent, memory: SlotMemory): Required<ChatMessage> {
  const { message, place, picture } = content;
  const why = memory.detour ? whyDirect(memory.detour, place.channel) : undefined;
  const { text, attachments = [] } = message;
  const blocks = picture ? [...imageBlocks(picture), ...message.blocks] : message.blocks;
  if (memory.short) return { text: why ? `${why}\n${text}` : text, blocks: [], attachments: [] };
  if (!why) return { text, blocks, attachments };
  return { text, blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: why }] }, ...blocks], attachments };
}

async function send(entry: OutboxEntry, content: SlotContent, route: Route, memory: SlotMemory, client: WebClient) {
  const { text, blocks, attachments } = dressed(content, memory);
  const message = {
    channel: route.channel,
    text,
    blocks: [...blocks],
    attachments: [...attachments],
    metadata: { event_type: EVENT_TYPE, event_payload: { slot: entry.slot, version: entry.version } },
  };
  if (route.ts) return client.chat.update({ ...message, ts: route.ts });
  return client.chat.postMessage({ ...message, ...QUIET, ...(route.thread ? { thread_ts: route.thread } : {}) });
}

async function joins(client: WebClient, channel: string, logger: Logger): Promise<boolean> {
  try {
    await client.conversations.join({ channel });
    logger.info({ channel }, 'joined the channel to answer there');
    return true;
  } catch (error) {
    logger.info({ channel, why: sayTrouble(troubleOf(error)) }, 'could not join the channel');
    return false;
  }
}

/** A refusal: what is learnt from it, or the end. */
async function refused(
  entry: OutboxEntry,
  content: SlotContent,
  route: Route,
  trouble: Extract<Trouble, { kind: 'refused' }>,
  memory: SlotMemory,
  { client, outbox, logger }: DeliverTools,
): Promise<Ended> {
  const giveUp = async (): Promise<Ended> => {
    const why = `Slack refused the message in ${route.channel}: ${sayTrouble(trouble)}`;
    await outbox.abandon(entry.slot, why);
    logger.error({ slot: entry.slot, incident: entry.incident, code: trouble.code }, why);
    return { kind: 'abandoned', why };
  };
  const remedy = remedyFor(trouble.code);
  if (remedy === 'wait-for-operator') return { kind: 'operator', code: trouble.code };
  if (remedy === 'short-form') {
    if (memory.short) return giveUp();
    const wait = content.picture && afterRefusedPicture(memory);
    if (wait) return wait;
    memory.short = true;
    logger.error(
      { slot: entry.slot, incident: entry.incident, code: trouble.code, details: trouble.details },
      'Slack refused the form of a message; its short form goes out instead. This is a mistake in Faultline: please report it',
    );
    return { kind: 'again' };
  }
  if (remedy === 'join' && !memory.joined) {
    memory.joined = true;
    if (await joins(client, route.channel, logger)) return { kind: 'again' };
  }
  if (route.method === 'chat.update') {
    if (content.kind === 'progress') {
      // Not worth a message of its own: the answer will find the same and be posted anew.
      await outbox.markDelivered(entry.slot, entry.version, { channel: route.channel, ts: route.ts ?? '' });
      return { kind: 'stands' };
    }
    if (memory.reposts >= MAX_REPOSTS[content.kind]) return giveUp();
    memory.reposts++;
    memory.anew = true;
    if (remedy !== 'post-anew') memory.detour = trouble.code;
    return { kind: 'again' };
  }
  if (remedy === 'leave-thread' && route.thread && !memory.leaveThread) {
    memory.leaveThread = true;
    return { kind: 'again' };
  }
  if (memory.detour || content.asker === '' || route.channel === content.asker) return giveUp();
  memory.detour = trouble.code;
  logger.warn(
    { slot: entry.slot, incident: entry.incident, channel: route.channel, code: trouble.code },
    'the channel cannot take the message: it goes to the asker',
  );
  return { kind: 'again' };
}

/** A post that may have arrived: looks before it is repeated. Gives how it ended, or undefined when it is not there. */
async function settle(
  entry: OutboxEntry,
  content: SlotContent,
  route: Route,
  { client, outbox, logger }: DeliverTools,
): Promise<Ended | undefined> {
  const { channel, thread } = route;
  const found = await findPosted(client, entry.slot, {
    channel,
    since: content.since,
    ...(thread ? { thread } : {}),
    ...(entry.ts ? { not: entry.ts } : {}),
  });
  switch (found.kind) {
    case 'found':
      await outbox.markDelivered(entry.slot, found.version, { channel, ts: found.ts });
      return found.version >= entry.version ? { kind: 'stands' } : { kind: 'again' };
    case 'later':
      if (found.seconds !== undefined) return { kind: 'pause', route, seconds: found.seconds };
      return { kind: 'later', why: found.why, everyone: false };
    case 'forbidden':
      logger.warn(
        { slot: entry.slot, incident: entry.incident, channel, why: found.why },
        'cannot see whether a message arrived; it is posted again. With the scopes channels:history and groups:history this is certain',
      );
      return undefined;
    case 'absent':
      return undefined;
  }
}

/**
 * Brings one slot of the outbox into the chat: changes its message, or posts it. A post whose answer was lost is looked for before it is
 * repeated; a refusal teaches `memory` something or ends in `abandoned`. Never throws for Slack's trouble.
 *
 * @param place the content's own, with the channel's id where it is known
 */
export async function deliver(entry: OutboxEntry, place: SlotContent['place'], memory: SlotMemory, tools: DeliverTools): Promise<Ended> {
  const { client, outbox } = tools;
  const read = readContent(entry.content);
  if (!read) {
    const why = 'the outbox holds something that is no message of this version of Faultline';
    await outbox.abandon(entry.slot, why);
    return { kind: 'abandoned', why };
  }
  const content = { ...read, place };
  const route = await routeOf(entry, content, memory, outbox);
  if (route === 'not-yet') return { kind: 'not-yet' };
  if (content.report) return deliverReport(entry, content, content.report, route, tools);
  const preparing =
    content.picture && !memory.short ? await preparePicture(entry, content, content.picture, route, memory, tools) : undefined;
  if (preparing) return preparing;
  const posts = route.method === 'chat.postMessage';
  if (posts && entry.posting) {
    const settled = await settle(entry, content, route, tools);
    if (settled) return settled;
  }
  if (posts) {
    memory.postedHere = true;
    await outbox.markPosting(entry.slot);
  }
  let trouble: Trouble;
  try {
    const { channel, ts } = await send(entry, content, route, memory, client);
    await outbox.markDelivered(entry.slot, entry.version, { channel: channel ?? route.channel, ts: ts ?? route.ts ?? '' });
    return { kind: 'stands' };
  } catch (error) {
    trouble = troubleOf(error);
  }
  if (posts && trouble.kind !== 'unknown') await outbox.markUnposted(entry.slot);
  switch (trouble.kind) {
    case 'rate-limited':
      return { kind: 'pause', route, seconds: trouble.seconds };
    case 'refused':
      return refused(entry, content, route, trouble, memory, tools);
    case 'unsent':
      return { kind: 'later', why: trouble.why, everyone: true };
    case 'unknown':
      return { kind: 'later', why: trouble.why, everyone: false };
  }
}
