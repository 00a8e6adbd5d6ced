import type { SlackJson } from './page-api.js';

/** What the workspace is made of. Fields that people or the bot can change are not `readonly`. */

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly isBot: boolean;
}

export interface Channel {
  readonly id: string;
  /** Without `#`; of a direct message: the person's id. */
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'direct';
  readonly members: Set<string>;
  /** Seconds since the epoch. */
  readonly created: number;
  archived: boolean;
  topic: string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** The parent's `ts`, of a reply. */
  readonly thread?: string;
  readonly user: string;
  /** Who speaks: the bot under test, another app, Slack itself. */
  readonly from: 'person' | 'bot' | 'app' | 'slackbot';
  /** Name of another app. */
  readonly appName?: string;
  /** Only this user sees it. */
  readonly onlyFor?: string;
  /** A reply that stands in the channel as well. */
  readonly broadcast: boolean;
  text: string;
  blocks: readonly SlackJson[];
  attachments: readonly SlackJson[];
  files: readonly string[];
  metadata?: SlackJson;
  edited?: { readonly user: string; readonly ts: string };
  /** A stream that the bot has not stopped yet. */
  streaming: boolean;
  /** Deleted, but its replies still stand. */
  tombstone: boolean;
  pinned: boolean;
  readonly reactions: Map<string, string[]>;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  /** What `getUploadURLExternal` was told. */
  readonly length: number;
  readonly snippetType?: string;
  readonly altText?: string;
  title: string;
  mimetype: string;
  bytes?: Buffer;
  /** `announced`: a URL was given out; `uploaded`: the bytes are here; `processing`: completed; `ready`: can be shown. */
  state: 'announced' | 'uploaded' | 'processing' | 'ready' | 'deleted';
  /** Channel -> messages that share it. */
  readonly shares: Map<string, { readonly ts: string; readonly thread?: string }[]>;
}

/** A modal or a home tab. */
export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly root: string;
  readonly previous?: string;
  /** Slack's own JSON of the view, as the bot gave it, block ids filled in. */
  content: SlackJson;
  hash: string;
  /** What the person put in, at the last action. */
  state: { readonly [blockId: string]: { readonly [actionId: string]: SlackJson } };
}

export interface Usergroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}
