import type { KnownBlock, MessageAttachment } from '@slack/types';

/** A message as Slack takes it. `text` is what notifications and screen readers say; the messenger adds everything else. */
export interface ChatMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly attachments?: readonly MessageAttachment[];
}
