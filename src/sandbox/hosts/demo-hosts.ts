import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Panel } from '../workspace.js';
import { createFaultSwitch, type FaultSwitch } from './fault-switch.js';
import { demoFaults } from './faults.js';
import { addressOf, type DemoHost, type DemoService, GATEWAY, servicesOf, sitesOf } from './inventory.js';
import { makeKeyPair } from './key-pair.js';
import { panelOf } from './panel.js';
import { BLOCK, takePortBlock } from './ports.js';
import { type Program, startProgram } from './program.js';
import { startSshHost } from './ssh-host.js';

/** Hosts on this machine whose services can be broken and mended. */
export interface DemoHosts {
  readonly hosts: readonly DemoHost[];
  readonly services: readonly DemoService[];
  /** File with the private key that may log in to them. */
  readonly identityFile: string;
  readonly panel: Panel;
  /** Breaks or mends; gives a sentence when it failed. */
  readonly turn: Turn;
  /** Resolves when every process and port is gone. */
  readonly end: () => Promise<void>;
}

/** How long the gateway waits for its backends, in milliseconds. */
const GATEWAY_PATIENCE_MS = 1000;
/** Every demo host has its SSH server at the same port of its own address; the port behind it holds the block. */
const SSH_PORT_INDEX = BLOCK - 2;
const LOOK_EVERY_MS = 2000;

/** Where the bot's checks look for commands. */
const COMMAND_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Ends things in reverse order, all of them, whatever fails. */
function createEndings(): { readonly add: (end: () => Promise<void>) => void; readonly run: () => Promise<void> } {
  const ends: (() => Promise<void>)[] = [];
  return {
    add: end => void ends.push(end),
    run: async () => {
      for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
    },
  };
}

/** Why this machine cannot carry hosts with real faults, in a sentence; nothing when it can. */
export function whyNoDemoHosts(platform: string): string | undefined {
  if (platform !== 'linux') return `Real faults need Linux, and this is ${platform === 'darwin' ? 'macOS' : platform}.`;
  const absent = ['/proc/net/tcp', '/proc/net/netstat', '/proc/uptime', '/bin/sh'].find(path => !existsSync(path));
  return absent === undefined ? undefined : `Real faults need ${absent}, which this machine lacks.`;
}

/** Commands that the bot would like to find here to see a fault, and does not. */
function missingHere(): readonly string[] {
  return COMMAND_FOLDERS.some(path => existsSync(join(path, 'ss'))) ? [] : ['ss'];
}

type Turn = (id: string, to: 'healthy' | 'broken') => Promise<string | undefined>;

/** Breaks one at a time: all demo hosts share this machine's tables, and the bot would see each fault on every one of them. */
function oneAtATime(switches: readonly FaultSwitch[]): Turn {
  return async (id, to) => {
    const one = switches.find(({ fault }) => fault.id === id);
    if (one === undefined) return 'There is nothing of that name in the demo: load the page again.';
    const busy = switches.find(other => other.state() === 'busy');
    if (busy !== undefined) return `${busy.fault.service} is being switched: wait until that is done.`;
    const others = to === 'healthy' ? [] : switches.filter(other => other !== one && other.state() !== 'healthy');
    const says = await Promise.all([...others.map(other => other.turn('healthy')), one.turn(to)]);
    return says.find(sentence => sentence !== undefined);
  };
}

/** The panel over the switches: what is shown is what was seen last, and it is looked at again and again. */
function createPanel(
  switches: readonly FaultSwitch[],
  turn: Turn,
  missing: readonly string[],
): Panel & { readonly changed: () => void; readonly stop: () => void } {
  const listeners: (() => void)[] = [];
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void Promise.all(switches.map(one => one.look().catch(() => undefined))).finally(() => {
      looking = false;
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    read: () => panelOf(switches, missing),
    onChange: listener => void listeners.push(listener),
    changed: () => {
      for (const listener of listeners) listener();
    },
    press: async id => {
      const item = panelOf(switches, missing)
        .groups.flatMap(({ items }) => items)
        .find(one => one.id === id);
      if (item?.state === 'unavailable') return { ok: false, says: item.says };
      const says = await turn(id, item?.state === 'healthy' ? 'broken' : 'healthy');
      return says === undefined ? { ok: true } : { ok: false, says };
    },
    stop: () => clearInterval(timer),
  };
}

/**
 * Starts the demo hosts on loopback addresses, as the current user: an SSH server for each, a gateway, services, clients. `folder` (private)
 * takes the login key and the gateway's logs. Everything is healthy at first.
 */
export async function startDemoHosts(folder: string): Promise<DemoHosts> {
  const endings = createEndings();
  try {
    const block = await takePortBlock();
    endings.add(block.release);
    const login = makeKeyPair();
    const identityFile = join(folder, 'id_ed25519');
    await writeFile(identityFile, login.privateKey, { mode: 0o600 });

    const sshPort = block.port(SSH_PORT_INDEX);
    const hosts: DemoHost[] = [];
    for (const name of [GATEWAY.name, ...demoFaults.map(({ host }) => host)]) {
      const address = addressOf(name);
      const own = makeKeyPair();
      const server = await startSshHost({ address, port: sshPort, hostKey: own.privateKey, clientKey: login.publicKey });
      endings.add(server.end);
      hosts.push({ name, address, otherAddress: `::ffff:${address}`, sshPort, hostKey: own.publicKey });
    }

    const sites = sitesOf(folder, block.port);
    const program = async (name: 'clients' | 'proxy', options: object): Promise<Program> => {
      const started = await startProgram(name, options);
      endings.add(started.end);
      return started;
    };
    await program('proxy', { title: 'gateway', sites, connectMs: GATEWAY_PATIENCE_MS, readMs: GATEWAY_PATIENCE_MS });
    const clients = await program('clients', { title: 'customers' });

    let changed = (): void => undefined;
    const switches = demoFaults.map(fault =>
      createFaultSwitch({
        fault,
        place: { address: addressOf(fault.host), port: block.port(fault.portIndex) },
        clients,
        onChange: () => changed(),
      }),
    );
    endings.add(async () => {
      await Promise.all(switches.map(one => one.end()));
    });
    const failures = await Promise.all(switches.map(one => one.turn('healthy')));
    const failure = failures.find(says => says !== undefined);
    if (failure !== undefined) throw new Error(failure);
    for (const { name, address, port } of sites) {
      clients.send({ kind: 'send', id: `at-${name}`, crowd: { kind: 'ask', url: `http://${address}:${port}/`, perSecond: 2 } });
    }
    const turn = oneAtATime(switches);
    const panel = createPanel(switches, turn, missingHere());
    changed = panel.changed;
    endings.add(async () => panel.stop());
    return {
      hosts,
      services: servicesOf(sites, block.port),
      identityFile,
      panel,
      turn,
      end: endings.run,
    };
  } catch (error) {
    await endings.run();
    throw error;
  }
}
