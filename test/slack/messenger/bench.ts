import { WebClient } from '@slack/web-api';
import type { Outbox } from '../../../src/flow/ports.js';
import { Messenger } from '../../../src/slack/messenger/messenger.js';
import { type SlotContent, writeContent } from '../../../src/slack/messenger/slot-content.js';
import { loggerForSlack } from '../../../src/slack/slack-logger.js';
import { fakeSlack } from '../fake-slack.js';
import { fakeTiming } from '../fake-timing.js';
import { memoryLogger } from '../memory-logger.js';
import { memoryOutbox } from '../memory-outbox.js';

export const CHANNEL = 'C00000001';
const ASKER = 'U00000001';

/** An outbox in a database across a network: a list is read at once and comes later, and a change takes its time, too. */
function farAway(outbox: Outbox, ms: number, wait: (ms: number) => Promise<void>): Outbox {
  return {
    ...outbox,
    pending: async limit => {
      const read = await outbox.pending(limit);
      await wait(ms);
      return read;
    },
    markPosting: async slot => {
      await wait(ms / 4);
      await outbox.markPosting(slot);
    },
    markDelivered: async (...delivered) => {
      await wait(ms / 2);
      await outbox.markDelivered(...delivered);
    },
  };
}

/** A messenger with an outbox in memory and a Slack of a few methods, in injected time. `farMs`: what the outbox gives is so old when it comes. */
export function bench({ farMs = 0, ...more }: { readonly takesOver?: boolean; readonly farMs?: number } = {}) {
  const timing = fakeTiming();
  const slack = fakeSlack(timing.now);
  const outbox = memoryOutbox();
  const logger = memoryLogger();
  const client = new WebClient('xoxb-test', {
    fetch: slack.fetch,
    logger: loggerForSlack(logger, 'test'),
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
  const measured: unknown[][] = [];
  const messenger = new Messenger({
    client,
    files: { web: client, put: slack.put },
    channelId: async channel => (channel === '#incidents' ? CHANNEL : channel),
    outbox: farMs === 0 ? outbox : farAway(outbox, farMs, timing.wait),
    logger,
    timing,
    measures: {
      message: (...about) => void measured.push(about),
      chatLimited: () => void measured.push(['limited']),
    },
    ...more,
  });
  const content = (kind: SlotContent['kind'], text: string, more: Partial<SlotContent> = {}): string =>
    writeContent({
      kind,
      place: { channel: CHANNEL },
      asker: ASKER,
      since: timing.now() / 1000,
      message: { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
      ...more,
    });
  const want = async (
    slot: string,
    kind: SlotContent['kind'],
    text: string,
    more: Partial<SlotContent> & { readonly after?: string } = {},
  ) => {
    const { after, ...rest } = more;
    await outbox.want({ slot, incident: slot.split('/')[0] ?? '', content: content(kind, text, rest), ...(after ? { after } : {}) });
    messenger.wake();
  };
  /** A card and the first words of the run below it, both standing. */
  const standing = async (incident = 'inc-1'): Promise<void> => {
    await want(`${incident}/card`, 'card', 'card: looking');
    await want(`${incident}/answer-1`, 'progress', 'looking', { after: `${incident}/card` });
    messenger.start();
    await timing.advance(3_000);
  };
  const texts = (): readonly string[] => slack.messages.map(({ text }) => text);
  const calls = (method: string) => slack.calls.filter(call => call.method === method);
  const say = (text: string) => ({ text, blocks: [] });
  return { measured, timing, slack, outbox, logger, messenger, want, standing, texts, calls, say };
}
