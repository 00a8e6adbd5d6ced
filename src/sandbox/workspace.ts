import type { Server } from 'node:http';
import { buildWorld } from './build-world.js';
import type { SandboxClock } from './clock.js';
import { createPeople } from './create-people.js';
import { createFaultControls } from './fault-controls.js';
import type { FaultControls } from './faults.js';
import type { Journal } from './journal.js';
import type { Accepted, PageChannel, PagePanel, PageUser, Refused, SlackJson } from './page-api.js';
import { pageChannel, pageUser } from './page-view.js';
import type { People } from './people.js';
import { createRates } from './rates.js';
import { createWorkspaceServer } from './server.js';

/** A person of the workspace. */
export interface SeedUser {
  /** `ana`: unique; tests find the person by it. */
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
}

export interface SeedChannel {
  /** Without `#`. */
  readonly name: string;
  readonly kind?: 'channel' | 'private';
  readonly topic?: string;
  /** Names of users; absent: everybody. */
  readonly members?: readonly string[];
  /** Absent: yes. */
  readonly botIsMember?: boolean;
  readonly archived?: boolean;
}

/** A group that can be mentioned, such as the approvers. */
export interface SeedUsergroup {
  readonly handle: string;
  readonly name?: string;
  /** Names of users. */
  readonly users: readonly string[];
}

/** Beside the chat: what the demo lets people break and mend. */
export interface Panel {
  readonly read: () => PagePanel;
  readonly press: (id: string) => Promise<Accepted | Refused>;
  readonly onChange: (listener: () => void) => void;
}

export interface WorkspaceOptions {
  /** `manifest.yml` of the app, parsed: commands, shortcuts, scopes and events are taken from it. */
  readonly manifest: SlackJson;
  /** Absent or 0: any free one. */
  readonly port?: number;
  /** Absent: `socket`. */
  readonly mode?: 'socket' | 'http';
  /** Where `http` mode sends everything: `http://127.0.0.1:3000/slack/events`. It can be given later: `setRequestUrl`. */
  readonly requestUrl?: string;
  /** Absent: ana, ben and cleo. */
  readonly users?: readonly SeedUser[];
  /** Absent: incidents, general and random, with the bot in the first. */
  readonly channels?: readonly SeedChannel[];
  readonly usergroups?: readonly SeedUsergroup[];
  /** Absent: one that runs with the machine's. */
  readonly clock?: SandboxClock;
  /** Files that are served below `/`. */
  readonly pageFolder?: string;
  readonly panel?: Panel;
  /** Absent: Slack's limits. `scale: 10` allows ten times as much. */
  readonly rates?: 'off' | { readonly scale: number };
  /** How long Slack works on a new file before it can be shown, in milliseconds. Absent: 150. */
  readonly fileProcessingMs?: number;
}

/** A Slack-compatible workspace on this machine's loopback address. */
export interface Workspace {
  /** `http://127.0.0.1:PORT/` */
  readonly pageUrl: string;
  /** `http://127.0.0.1:PORT/api/`: what Bolt takes as `slackApiUrl`. */
  readonly apiUrl: string;
  readonly port: number;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly mode: 'socket' | 'http';
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly bot: PageUser & { readonly botId: string; readonly appId: string };
  /** People, as they were seeded. */
  readonly users: readonly PageUser[];
  /** Channels as they are now, without direct messages. */
  readonly channels: readonly PageChannel[];
  /** Id of the person with that name; throws when there is none. */
  readonly userId: (name: string) => string;
  /** Id of the channel with that name; throws when there is none. */
  readonly channelId: (name: string) => string;
  /** What people do: the page's routes end here too. */
  readonly people: People;
  /** What goes wrong on Slack's side. */
  readonly faults: FaultControls;
  /** What happened. */
  readonly journal: Journal;
  readonly clock: SandboxClock;
  /** HTTP mode: checks the URL as Slack does (`url_verification`) and sends everything there from now on. */
  readonly setRequestUrl: (url: string) => Promise<Accepted | Refused>;
  /** Ends every connection and timer. */
  readonly close: () => Promise<void>;
}

/** Starts the workspace; it listens on 127.0.0.1 alone. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { mode = 'socket', panel, pageFolder } = options;
  const built = buildWorld(options);
  const { world, socket, http, delivery, requests } = built;
  const rates = createRates(world.clock, options.rates ?? { scale: 1 });
  const people = createPeople(world);
  const server = createWorkspaceServer({ world, people, panel, rates, socket, pageFolder });
  panel?.onChange(() => world.page.send(undefined, { kind: 'panel', panel: panel.read() }));

  const port = await listen(server, options.port ?? 0);
  built.setOrigin(`http://127.0.0.1:${port}`);

  const setRequestUrl = async (url: string): Promise<Accepted | Refused> => {
    const verified = await http.verify(url, world.app.verificationToken);
    if (!verified.ok) return { ok: false, says: `Your URL didn't respond with the value of the challenge parameter: ${verified.why}.` };
    requests.url = url;
    delivery.markOnline(true);
    return { ok: true };
  };
  const rooms = () => [...world.channels.values()].filter(({ kind }) => kind !== 'direct');
  return {
    pageUrl: `${world.origin()}/`,
    apiUrl: `${world.origin()}/api/`,
    port,
    ...world.secrets,
    mode,
    team: world.team,
    bot: { ...pageUser(world.bot), botId: world.app.botId, appId: world.app.id },
    users: [...world.users.values()].map(pageUser),
    get channels() {
      return rooms().map(channel => pageChannel(world, channel));
    },
    userId: name => named([...world.users.values()], name, 'person').id,
    channelId: name => named(rooms(), name.replace(/^#/u, ''), 'channel').id,
    people,
    faults: createFaultControls(world, socket),
    journal: world.journal,
    clock: world.clock,
    setRequestUrl,
    close: async () => {
      world.journal.close();
      socket.close();
      http.close();
      world.clock.close();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string, what: string): T {
  const found = all.find(one => one.name === name);
  if (!found) throw new Error(`There is no ${what} called "${name}" in the workspace; there are: ${all.map(one => one.name).join(', ')}.`);
  return found;
}
