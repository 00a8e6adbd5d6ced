import type { SandboxClock } from './clock.js';
import type { FaultPlan } from './fault-plan.js';
import type { Ids } from './ids.js';
import type { JournalBook } from './journal-book.js';
import type { AppManifest } from './manifest.js';
import type { Channel, Message, StoredFile, User, Usergroup, View } from './nouns.js';
import type { SlackJson } from './page-api.js';
import type { PageBus } from './page-bus.js';
import type { ResponseUrls } from './response-urls.js';
import type { Triggers } from './triggers.js';
import type { Uploads } from './uploads.js';

/** What became of something sent to the bot. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly payload?: SlackJson }
  /** No acknowledgement within 3 s. */
  | { readonly kind: 'timed-out' }
  /** The request URL refused the connection or answered with an error. */
  | { readonly kind: 'failed'; readonly why: string; readonly noRetry: boolean }
  /** There is no connection to send it on. */
  | { readonly kind: 'dropped' };

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** The way to the bot. */
interface BotLine {
  readonly deliver: (type: EnvelopeType, payload: SlackJson) => Promise<Outcome>;
  /** An event of the Events API, when the app subscribed to it and may see it. */
  readonly event: (event: SlackJson) => void;
  readonly isOnline: () => boolean;
}

/** Everything that the parts of the workspace share. */
export interface World {
  readonly clock: SandboxClock;
  readonly ids: Ids;
  readonly manifest: AppManifest;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: { readonly id: string; readonly botId: string; readonly verificationToken: string };
  readonly bot: User;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: () => string;
  readonly secrets: { readonly botToken: string; readonly appToken: string; readonly signingSecret: string };
  readonly tokens: { botRevoked: boolean; appRevoked: boolean; readonly scopes: Set<string> };
  readonly users: Map<string, User>;
  readonly usergroups: Map<string, Usergroup>;
  readonly channels: Map<string, Channel>;
  /** By channel, in the order in which they were posted. */
  readonly messages: Map<string, Message[]>;
  readonly files: Map<string, StoredFile>;
  /** Open modals of a user, the topmost last. */
  readonly modals: Map<string, View[]>;
  readonly homes: Map<string, View>;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly uploads: Uploads;
  readonly journal: JournalBook;
  readonly faults: FaultPlan;
  readonly page: PageBus;
  readonly line: BotLine;
  /** A URL for one socket of Socket Mode. */
  readonly openTicket: () => string;
  readonly fileProcessingMs: number;
}
