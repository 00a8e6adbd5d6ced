/**
 * What the workspace and its browser page say to each other, as JSON. Types only: both sides import this file. All routes are below
 * `/sandbox/`; every request names the acting user, since the page can act as anybody.
 *
 *   GET  state?user=U                   -> PageState
 *   GET  messages?user=U&channel=C      -> { messages: PageMessage[] }            oldest first, without thread replies
 *   GET  messages?…&thread=TS           -> { messages: PageMessage[] }            the parent, then its replies
 *   GET  events?user=U                  -> server-sent events, `data:` a PageEvent; starts with `hello`
 *   GET  file?id=F&user=U               -> the bytes (text/plain or the image's type, never text/html)
 *   POST say        Say                 -> Accepted | Refused     a message, or a slash command when it begins with `/`
 *   POST act        Act                 -> Accepted | Refused     a button, a select … in a message, a modal or the home tab
 *   POST submit     Submit              -> Accepted | Refused | { errors }        a modal's submit button
 *   POST close      { user, view }      -> Accepted               a modal's cancel
 *   POST shortcut   { user, shortcut, channel?, ts? } -> Accepted | Refused       a message shortcut, or a global one
 *   POST home       { user }            -> Accepted               the app's home tab was opened
 *   POST delete     { user, channel, ts } -> Accepted | Refused   deletes a message, as an admin may
 *   POST panel      { press: string }   -> Accepted | Refused     an item of the side panel
 */
export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
}

export interface PageChannel {
  readonly id: string;
  /** Without `#`; for a direct message the other one's name. */
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'direct';
  readonly archived: boolean;
  readonly botIsMember: boolean;
  readonly topic: string;
}

export interface PageCommand {
  /** `/diagnose` */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface PageShortcut {
  readonly callbackId: string;
  readonly name: string;
  readonly kind: 'message' | 'global';
}

export interface PageState {
  readonly team: string;
  readonly me: PageUser;
  readonly users: readonly PageUser[];
  readonly channels: readonly PageChannel[];
  readonly commands: readonly PageCommand[];
  readonly shortcuts: readonly PageShortcut[];
  readonly bot: PageUser;
  /** True while the bot has a connection (or a request URL that answered). */
  readonly botOnline: boolean;
  /** The home tab as the bot last published it for this user; absent: never. */
  readonly home?: PageView;
  /** The topmost open modal of this user. */
  readonly modal?: PageView;
  readonly panel?: PagePanel;
}

/** Blocks and attachments are Slack's own JSON. */
export type SlackJson = { readonly [key: string]: unknown };

export interface PageFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly size: number;
  readonly isImage: boolean;
  /** First lines of a text file. */
  readonly preview: string;
  readonly ready: boolean;
}

export interface PageMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly SlackJson[];
  readonly attachments: readonly SlackJson[];
  readonly files: readonly PageFile[];
  readonly edited: boolean;
  /** Only this user sees it, until the page is loaded again. */
  readonly ephemeral: boolean;
  readonly replies: number;
  readonly lastReply?: string;
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  /** `Slackbot` speaks for the workspace: a command that timed out, a channel that is archived. */
  readonly fromSlackbot: boolean;
}

export interface PageView {
  readonly id: string;
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  readonly close: string;
  readonly blocks: readonly SlackJson[];
  /** Goes up with each update: a page that shows an older one draws again. */
  readonly hash: string;
  /** How many modals lie below it. */
  readonly depth: number;
}

/** Beside the chat: things that the demo lets people break and mend. */
export interface PagePanel {
  readonly title: string;
  readonly says: string;
  readonly groups: readonly {
    readonly title: string;
    readonly items: readonly {
      readonly id: string;
      readonly title: string;
      readonly says: string;
      readonly state: 'healthy' | 'broken' | 'busy' | 'unavailable';
      /** What the button says: `Break it`, `Mend it`. */
      readonly button: string;
      /** A command to try; a click types and sends it. */
      readonly tryThis?: string;
    }[];
  }[];
}

export type PageEvent =
  | { readonly kind: 'hello' }
  | { readonly kind: 'message'; readonly message: PageMessage }
  | { readonly kind: 'message-changed'; readonly message: PageMessage }
  | { readonly kind: 'message-deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'status'; readonly channel: string; readonly thread: string; readonly text: string }
  | { readonly kind: 'modal'; readonly modal?: PageView }
  | { readonly kind: 'home'; readonly home: PageView }
  | { readonly kind: 'state'; readonly state: PageState }
  | { readonly kind: 'panel'; readonly panel: PagePanel };

export type Accepted = { readonly ok: true };
/** A sentence for the person, as Slack would show it. */
export type Refused = { readonly ok: false; readonly says: string };

export interface Say {
  readonly user: string;
  readonly channel: string;
  readonly thread?: string;
  readonly text: string;
}

/** State of the inputs of a message or view, as Slack sends it: block_id -> action_id -> value. */
export type InputState = { readonly [blockId: string]: { readonly [actionId: string]: SlackJson } };

export interface Act {
  readonly user: string;
  readonly container:
    | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
    | { readonly kind: 'view'; readonly view: string };
  readonly blockId: string;
  readonly actionId: string;
  /** What Slack puts beside `action_id`: `{type, value}`, `{type, selected_option}`, … */
  readonly action: SlackJson;
  readonly state: InputState;
}

export interface Submit {
  readonly user: string;
  readonly view: string;
  readonly state: InputState;
}

/** Sentences beside the inputs of a modal that was not accepted, by block_id. */
export interface SubmitErrors {
  readonly ok: false;
  readonly errors: { readonly [blockId: string]: string };
}
