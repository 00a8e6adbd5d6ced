import type { PageChannel, PageUser, SlackJson } from '../../page-api.js';
import type { DrawContext } from '../draw/context.js';
import type { Drafts } from '../inputs/drafts.js';

/** What drawing the blocks of one message or view needs. */
export interface BlockContext extends DrawContext {
  readonly drafts: Drafts;
  readonly people: () => readonly PageUser[];
  readonly channels: () => readonly PageChannel[];
  /** Sends what was pressed or chosen; resolves when the workspace has answered. */
  readonly act: (blockId: string, actionId: string, action: SlackJson) => Promise<void>;
  /** Sentences beside inputs, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** One element's place among the blocks. */
export interface ElementPlace {
  readonly blockId: string;
  readonly actionId: string;
  /** What a control without a label of its own is called. */
  readonly label: string;
  /** Id of the visible label, of an element in an `input` block. */
  readonly labelledBy?: string;
  /** Ids of the hint and the error. */
  readonly describedBy?: string;
  readonly isInvalid: boolean;
  /** False in an `input` block that doesn't ask to be told of each change. */
  readonly dispatches: boolean;
}
