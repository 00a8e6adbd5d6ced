import { z } from 'zod';
import type { Caller } from './people.js';

// Only what the listeners use. Ids are Slack's own; everything else in a payload may be there or not, and is not looked at.
const id = z.string().regex(/^[A-Z][A-Z0-9]{1,40}$/u);
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/u);
const team = z.object({ id, enterprise_id: id.nullish() }).nullish();
const user = z.object({ id, team_id: id.nullish() });
const trigger = z.string().min(1).max(255);

const commandSchema = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: id,
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  channel_id: id,
  trigger_id: trigger,
});

const mentionSchema = z.object({
  event_id: z.string().min(1),
  event: z.object({
    user: id.optional(),
    bot_id: z.string().optional(),
    text: z.string().default(''),
    ts,
    thread_ts: ts.optional(),
    channel: id,
    team: id.nullish(),
    user_team: id.nullish(),
  }),
});

const shortcutSchema = z.object({
  trigger_id: trigger,
  user,
  team,
  channel: z.object({ id }),
  message: z.looseObject({ ts, thread_ts: ts.optional() }),
});

const actionSchema = z.object({
  trigger_id: trigger,
  user,
  team,
  channel: z.object({ id }).nullish(),
  message: z.object({ ts, thread_ts: ts.optional() }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().optional(), thread_ts: ts.optional() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().max(2000).nullish(),
        selected_option: z.object({ value: z.string().max(150) }).nullish(),
      }),
    )
    .min(1),
});

const submissionSchema = z.object({
  user,
  team,
  view: z.object({
    id: z.string().min(1),
    private_metadata: z.string().max(3000).default(''),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().max(3000).nullish(),
            selected_option: z.object({ value: z.string().max(150) }).nullish(),
            selected_user: id.nullish(),
          }),
        ),
      ),
    }),
  }),
});

const homeSchema = z.object({ event: z.object({ user: id, tab: z.string().optional() }) });

type Team = z.infer<typeof team>;

function callerOf(user: { readonly id: string; readonly team_id?: string | null | undefined }, team: Team): Caller {
  const from = user.team_id ?? team?.id;
  // `team` is where it happened: in a shared channel not the workspace of a stranger, and its organisation not the stranger's.
  const enterprise = from === team?.id ? team?.enterprise_id : undefined;
  return { user: user.id, ...(from ? { team: from } : {}), ...(enterprise ? { enterprise } : {}) };
}

export interface CommandPayload {
  readonly caller: Caller;
  readonly text: string;
  readonly channel: string;
  readonly trigger: string;
}

/** A slash command. All readers here throw when the payload is not Slack's. */
export function readCommand(body: unknown): CommandPayload {
  const { text, user_id, team_id, enterprise_id, channel_id, trigger_id } = commandSchema.parse(body);
  return {
    caller: callerOf({ id: user_id, team_id }, team_id ? { id: team_id, enterprise_id } : null),
    text,
    channel: channel_id,
    trigger: trigger_id,
  };
}

export interface MentionPayload {
  /** Absent: another bot said it. */
  readonly caller?: Caller;
  readonly event: string;
  readonly text: string;
  readonly channel: string;
  readonly ts: string;
  /** Absent: it was not said in a thread. */
  readonly thread?: string;
}

/** Somebody said `@Faultline …`. */
export function readMention(body: unknown): MentionPayload {
  const { event_id, event } = mentionSchema.parse(body);
  const from = event.user_team ?? event.team;
  return {
    event: event_id,
    text: event.text,
    channel: event.channel,
    ts: event.ts,
    ...(event.thread_ts ? { thread: event.thread_ts } : {}),
    ...(event.user && !event.bot_id ? { caller: { user: event.user, ...(from ? { team: from } : {}) } } : {}),
  };
}

export interface ShortcutPayload {
  readonly caller: Caller;
  readonly trigger: string;
  readonly channel: string;
  /** The thread of the message; its own, when it has none yet. */
  readonly thread: string;
  /** As Slack gave it, with attachments and blocks. */
  readonly message: Readonly<Record<string, unknown>>;
}

/** A message shortcut. */
export function readShortcut(body: unknown): ShortcutPayload {
  const { user, team, trigger_id, channel, message } = shortcutSchema.parse(body);
  return { caller: callerOf(user, team), trigger: trigger_id, channel: channel.id, thread: message.thread_ts ?? message.ts, message };
}

export interface ActionPayload {
  readonly caller: Caller;
  readonly trigger: string;
  /** Of the button, or of what was chosen in a menu. */
  readonly value: string;
  /** Absent on the App Home. */
  readonly channel?: string;
  /** The thread that the message stands in, or begins. */
  readonly thread?: string;
}

/** A pressed button, or something chosen from a menu. */
export function readAction(body: unknown): ActionPayload {
  const { user, team, trigger_id, channel, message, container, actions } = actionSchema.parse(body);
  const thread = message?.thread_ts ?? container?.thread_ts ?? (container?.is_ephemeral ? undefined : message?.ts);
  return {
    caller: callerOf(user, team),
    trigger: trigger_id,
    value: actions[0]?.value ?? actions[0]?.selected_option?.value ?? '',
    ...(channel ? { channel: channel.id } : {}),
    ...(thread ? { thread } : {}),
  };
}

export interface SubmissionPayload {
  readonly caller: Caller;
  readonly view: string;
  readonly metadata: string;
  /** By block id; what was left empty is not there. */
  readonly values: Readonly<Record<string, string>>;
}

/** A modal that was sent off. */
export function readSubmission(body: unknown): SubmissionPayload {
  const { user, team, view } = submissionSchema.parse(body);
  const values: Record<string, string> = {};
  for (const [block, elements] of Object.entries(view.state.values))
    for (const { value, selected_option, selected_user } of Object.values(elements)) {
      const given = (value ?? selected_option?.value ?? selected_user ?? '').trim();
      if (given !== '') values[block] = given;
    }
  return { caller: callerOf(user, team), view: view.id, metadata: view.private_metadata, values };
}

/** Somebody opened the app: who, when it was its home tab. */
export function readHomeOpened(body: unknown): string | undefined {
  const { user, tab = 'home' } = homeSchema.parse(body).event;
  return tab === 'home' ? user : undefined;
}
