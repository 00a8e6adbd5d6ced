import { createClock } from './clock.js';
import { createDelivery, type Delivery } from './delivery.js';
import { createFaultPlan } from './fault-plan.js';
import { createHttpDelivery, type HttpDelivery } from './http-delivery.js';
import { createIds } from './ids.js';
import { createJournal } from './journal-book.js';
import { readManifest } from './manifest.js';
import { createPageBus } from './page-bus.js';
import { createResponseUrls } from './response-urls.js';
import { seed } from './seed.js';
import { createSocketMode, type SocketMode } from './socket-mode.js';
import { eventCallback, isSubscribed } from './subscriptions.js';
import { createTriggers } from './triggers.js';
import { createUploads } from './uploads.js';
import type { WorkspaceOptions } from './workspace.js';
import type { World } from './world.js';

/** The world and the ways to the bot, put together. */
export interface Built {
  readonly world: World;
  readonly socket: SocketMode;
  readonly http: HttpDelivery;
  readonly delivery: Delivery;
  /** Where HTTP mode sends to; can be set later. */
  readonly requests: { url: string | undefined };
  /** The address is known once the server listens. */
  readonly setOrigin: (origin: string) => void;
}

export function buildWorld(options: WorkspaceOptions): Built {
  const clock = options.clock ?? createClock();
  const ids = createIds(clock);
  const manifest = readManifest(options.manifest);
  const journal = createJournal(clock);
  const faults = createFaultPlan();
  const page = createPageBus();
  const seeded = seed(ids, manifest, clock.now(), { users: options.users, channels: options.channels, usergroups: options.usergroups });
  const secrets = {
    botToken: `xoxb-sandbox-${ids.secret()}`,
    appToken: `xapp-1-SANDBOX-${ids.secret()}`,
    signingSecret: ids.secret(),
  };
  const app = { id: ids.next('A'), botId: ids.next('B'), verificationToken: ids.secret() };
  const requests = { url: options.requestUrl };
  let origin = 'http://127.0.0.1';
  const onChange = () => {
    page.stateChanged();
    journal.happened();
  };
  const socket = createSocketMode(clock, ids, app.id, onChange);
  const http = createHttpDelivery(clock, secrets.signingSecret, () => requests.url);
  const delivery = createDelivery({ mode: options.mode ?? 'socket', clock, journal, faults, socket, http, onChange });
  const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map(one => [one.id, one]));
  const files: World['files'] = new Map();

  const world: World = {
    clock,
    ids,
    manifest,
    team: { id: ids.next('T'), name: 'Sandbox', domain: 'sandbox' },
    app,
    bot: seeded.bot,
    origin: () => origin,
    secrets,
    tokens: { botRevoked: false, appRevoked: false, scopes: new Set(manifest.scopes) },
    users: byId(seeded.users),
    usergroups: byId(seeded.usergroups),
    channels: byId(seeded.channels),
    messages: new Map(),
    files,
    modals: new Map(),
    homes: new Map(),
    triggers: createTriggers(clock, ids),
    responseUrls: createResponseUrls(clock, ids, () => origin),
    uploads: createUploads(ids, () => origin, files),
    journal,
    faults,
    page,
    line: {
      deliver: delivery.deliver,
      event: event => {
        if (isSubscribed(world, event)) delivery.deliverEvent(eventCallback(world, event));
      },
      isOnline: delivery.isOnline,
    },
    openTicket: () => socket.openTicket(origin),
    fileProcessingMs: options.fileProcessingMs ?? 150,
  };
  return {
    world,
    socket,
    http,
    delivery,
    requests,
    setOrigin: address => {
      origin = address;
    },
  };
}
