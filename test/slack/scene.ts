import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { AlertDesk } from '../../src/flow/ports/alert-desk.js';
import type { RemedyDesk } from '../../src/flow/ports/remedy-desk.js';
import type { MessageState } from '../../src/sandbox/journal.js';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/sandbox/workspace.js';
import { type SlackAdapter, type SlackConfig, slackAdapter } from '../../src/slack/slack-adapter.js';
import { type MemoryDesk, memoryDesk } from './memory-desk.js';
import { type MemoryLogger, memoryLogger } from './memory-logger.js';
import { type MemoryOutbox, memoryOutbox } from './memory-outbox.js';
import { sentProblems } from './sent.js';

export const MANIFEST = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));

/** The bot in a workspace on this machine. */
export interface Scene {
  readonly workspace: Workspace;
  readonly adapter: SlackAdapter;
  readonly desk: MemoryDesk;
  readonly outbox: MemoryOutbox;
  readonly logger: MemoryLogger;
  readonly incidents: string;
  readonly ana: string;
  /** Types a line in #incidents (or elsewhere) as ana (or somebody else). */
  readonly type: (
    text: string,
    more?: { readonly user?: string; readonly channel?: string; readonly thread?: string },
  ) => ReturnType<Workspace['people']['say']>;
  /** Resolves with the first message that fits. */
  readonly seen: (fits: (state: MessageState) => boolean) => Promise<MessageState>;
  /** Messages of the bot that stand in the chat, without ephemeral ones. */
  readonly standing: (channel?: string) => readonly MessageState['message'][];
  readonly close: () => Promise<void>;
}

export type Mode = 'socket' | 'http';

/** For what the workspace's journal cannot see: looks again and again until it is so, at most as long as the bound. */
export async function eventually(look: () => boolean, what: string, boundMs = 10_000): Promise<void> {
  const until = Date.now() + boundMs;
  while (!look()) {
    if (Date.now() > until) throw new Error(`waited ${boundMs} ms for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

const everything = (state: MessageState): string => JSON.stringify([state.message.text, state.message.blocks, state.message.attachments]);

/** Whether the message says something, in its text or anywhere in its blocks. `public`: one of the bot's that everybody sees. */
export const says =
  (words: string, kind?: 'ephemeral' | 'public') =>
  (state: MessageState): boolean => {
    if (kind === 'ephemeral' && state.onlyFor === undefined) return false;
    if (kind === 'public' && (state.onlyFor !== undefined || state.metadata === undefined)) return false;
    return everything(state).includes(words);
  };

export interface SceneOptions extends Partial<WorkspaceOptions> {
  readonly alertDesk?: AlertDesk;
  readonly remedyDesk?: RemedyDesk;
  /** Http mode: the test brings its own server. */
  readonly withoutPort?: boolean;
  readonly config?: Partial<SlackConfig>;
  /** False: the test starts the adapter itself. */
  readonly started?: boolean;
}

export async function scene(
  mode: Mode,
  { config, alertDesk, remedyDesk, withoutPort = false, started = true, ...options }: SceneOptions = {},
): Promise<Scene> {
  const desk = await memoryDesk();
  const workspace = await startWorkspace({ manifest: MANIFEST, mode, ...options });
  const outbox = memoryOutbox();
  const logger = memoryLogger();
  const adapter = slackAdapter({
    config: {
      botToken: workspace.botToken,
      apiUrl: workspace.apiUrl,
      way:
        mode === 'socket'
          ? { mode, appToken: workspace.appToken }
          : { mode, signingSecret: workspace.signingSecret, ...(withoutPort ? {} : { port: 0 }) },
      ...config,
    },
    desk,
    ...(alertDesk ? { alertDesk } : {}),
    ...(remedyDesk ? { remedyDesk } : {}),
    outbox,
    logger,
    clock: { now: () => Date.now() / 1000 },
  });
  desk.announcer = adapter.announcer;
  if (started) {
    await adapter.start();
    if (mode === 'http') await workspace.setRequestUrl(`http://127.0.0.1:${adapter.port()}/slack/events`);
  }
  const incidents = workspace.channelId('incidents');
  const ana = workspace.userId('ana');
  return {
    workspace,
    adapter,
    desk,
    outbox,
    logger,
    incidents,
    ana,
    type: (text, { user = ana, channel = incidents, thread } = {}) =>
      workspace.people.say({ user, channel, text, ...(thread ? { thread } : {}) }),
    seen: fits => workspace.journal.waitForMessage(fits, 10_000),
    standing: (channel = incidents) => {
      const roots = workspace.people.messages(ana, channel);
      const all = roots.flatMap(root => (root.replies > 0 ? workspace.people.messages(ana, channel, root.ts) : [root]));
      return all.filter(message => message.user === workspace.bot.id && !message.ephemeral);
    },
    close: async () => {
      await adapter.stop(2_000);
      const problems = sentProblems(workspace);
      await workspace.close();
      // Whatever the scene was about: nothing that Slack would refuse, read as markup or show as a stack has gone out.
      if (problems.length > 0) throw new Error(`The bot sent what it may not send:\n${problems.join('\n')}`);
    },
  };
}
