import type { Accepted, Act, InputState, PageMessage, PageState, Refused, Say, SlackJson, Submit, SubmitErrors } from './page-api.js';

/** What people can do in the workspace. Ids everywhere; `says` of a refusal is the sentence that Slack would show. */
export interface People {
  /** A message as it was typed (`@Faultline` becomes a mention), or a slash command: then it resolves with the acknowledgement. */
  readonly say: (say: Say) => Promise<Accepted | Refused>;
  /** A message of another app or tool, for example an alert. Gives its `ts`. */
  readonly postAsApp: (message: {
    readonly channel: string;
    readonly name: string;
    readonly text: string;
    readonly thread?: string;
    readonly blocks?: readonly SlackJson[];
    readonly attachments?: readonly SlackJson[];
  }) => string;
  readonly act: (act: Act) => Promise<Accepted | Refused>;
  /** Presses the button (or another element, then with `choice`) with this action id in a message, as the page would. */
  readonly press: (press: {
    readonly user: string;
    readonly channel: string;
    readonly ts: string;
    readonly actionId: string;
    /** When several blocks have an element with that action id. */
    readonly blockId?: string;
    readonly choice?: SlackJson;
    readonly state?: InputState;
  }) => Promise<Accepted | Refused>;
  /** The same in the topmost modal or in the home tab. */
  readonly pressInView: (press: {
    readonly user: string;
    readonly where: 'modal' | 'home';
    readonly actionId: string;
    readonly blockId?: string;
    readonly choice?: SlackJson;
    readonly state?: InputState;
  }) => Promise<Accepted | Refused>;
  readonly submit: (submit: Submit) => Promise<Accepted | Refused | SubmitErrors>;
  /** Fills the topmost modal by action id (`{host: {type: 'plain_text_input', value: 'api-1'}}`) and submits it. */
  readonly submitModal: (user: string, values: { readonly [actionId: string]: SlackJson }) => Promise<Accepted | Refused | SubmitErrors>;
  readonly closeModal: (user: string) => Promise<Accepted>;
  readonly closeView: (user: string, view: string) => Promise<Accepted>;
  /** A message shortcut when channel and ts are given, else a global one. */
  readonly shortcut: (use: {
    readonly user: string;
    readonly shortcut: string;
    readonly channel?: string;
    readonly ts?: string;
  }) => Promise<Accepted | Refused>;
  readonly openHome: (user: string) => Promise<Accepted>;
  /** Deletes any message, as an admin may. */
  readonly deleteMessage: (user: string, channel: string, ts: string) => Promise<Accepted | Refused>;
  readonly react: (user: string, channel: string, ts: string, name: string) => Promise<Accepted | Refused>;
  readonly join: (user: string, channel: string) => Promise<Accepted | Refused>;
  /** Invites the bot, as `/invite @Faultline` does. */
  readonly inviteBot: (user: string, channel: string) => Promise<Accepted | Refused>;
  /** Id of the direct message with the bot. */
  readonly directMessage: (user: string) => string;
  readonly state: (user: string) => PageState;
  /** What the person sees, oldest first: a channel without thread replies, or a thread. */
  readonly messages: (user: string, channel: string, thread?: string) => readonly PageMessage[];
}
