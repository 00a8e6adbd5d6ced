import type { WebClient } from '@slack/web-api';

/** A channel, as Slack tells of it. */
export interface FoundChannel {
  readonly id?: string;
  readonly name?: string;
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
}

// A page has 1,000 channels; looking must end.
const MOST_PAGES = 20;

/** The public channel of that name, with or without `#`; needs channels:read. Rejects as Slack's client does. */
export async function findChannelNamed(web: WebClient, channel: string): Promise<FoundChannel | undefined> {
  const name = channel.replace(/^#/u, '').toLowerCase();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await web.conversations.list({ types: 'public_channel', limit: 1000, ...(cursor ? { cursor } : {}) });
    const found = answer.channels?.find(each => each.name === name);
    if (found) return found;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (!cursor) return undefined;
  }
  return undefined;
}
