import type { MakeVisit } from '../flow/ports.js';
import type { PagePanel } from '../sandbox/page-api.js';
import type { Panel } from '../sandbox/workspace.js';
import { complain } from './complain.js';
import { type DemoChat, type DemoInventory, demoConfig } from './demo-config.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { CaptureRead } from './read-capture.js';
import { openRecordedHosts } from './recorded-hosts.js';
import type { CliServices } from './services.js';
import { paint, type Terminal } from './terminal.js';

/** Hosts with real faults, as `sandbox/hosts` starts them. */
interface LiveHosts extends DemoInventory {
  readonly panel: Panel;
  readonly turn: (fault: string, to: 'healthy' | 'broken') => Promise<string | undefined>;
  readonly end: () => Promise<void>;
}

interface DemoWorkspace extends DemoChat {
  readonly pageUrl: string;
  readonly close: () => Promise<void>;
}

/** What the demo is put together from; built in app.ts. */
export interface DemoParts {
  /** A sentence why hosts with real faults cannot run on this machine; absent: they can. */
  readonly noLiveHosts: string | undefined;
  readonly makeFolder: () => { readonly path: string; readonly remove: () => void };
  readonly startLiveHosts: (folder: string) => Promise<LiveHosts>;
  /** Reads the capture of a case that came with Faultline. */
  readonly readRecorded: (caseName: string) => CaptureRead;
  /** Port 0: any free one. Rejects with code EADDRINUSE when somebody listens there. */
  readonly startWorkspace: (options: { readonly port: number; readonly panel: Panel }) => Promise<DemoWorkspace>;
  /** Starts the bot as `serve` does; resolves when it is connected. `home` stands for the person's own home folder. */
  readonly startBot: (options: {
    readonly config: string;
    readonly home: string;
    readonly makeVisit?: MakeVisit;
  }) => Promise<{ readonly close: () => Promise<void> }>;
}

export interface DemoOptions {
  readonly port?: string;
}

/** Where the page is when nobody says otherwise and the port is free. */
const USUAL_PORT = 7070;
/** Broken from the start, so that the first thing that a person types finds something. */
const FIRST_FAULT = 'full-accept-queue';

interface Stage {
  readonly inventory: DemoInventory;
  readonly panel: Panel;
  readonly turn: LiveHosts['turn'];
  readonly makeVisit?: MakeVisit;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function portOf(written: string | undefined): number | undefined {
  if (written === undefined) return USUAL_PORT;
  const port = /^\d{1,5}$/u.test(written) ? Number(written) : -1;
  return port >= 0 && port <= 65_535 ? port : undefined;
}

function firstCommand({ groups }: PagePanel): string | undefined {
  return groups.flatMap(({ items }) => items).find(({ state, tryThis }) => state === 'broken' && tryThis !== undefined)?.tryThis;
}

function welcome(out: Terminal, url: string, panel: PagePanel): string {
  const command = firstCommand(panel);
  return [
    '',
    `${paint(out, 'bold', 'Faultline demo')}: a chat like Slack, the bot in it, and hosts to break. Everything runs on this machine.`,
    '',
    `  Open   ${paint(out, 'cyan', url)}`,
    ...(command === undefined ? [] : [`  Type   ${paint(out, 'cyan', command)}`]),
    '',
    `At the side of the chat you can break and mend things. ${panel.says}`,
    'Ctrl-C ends the demo and takes everything away.',
    '',
    '',
  ].join('\n');
}

/** Resolves when the person wants the demo to end. */
function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

async function openStage(parts: DemoParts, folder: string, later: (end: () => Promise<void>) => void): Promise<Stage> {
  let why = parts.noLiveHosts;
  if (why === undefined) {
    try {
      const live = await parts.startLiveHosts(folder);
      later(live.end);
      return { inventory: live, panel: live.panel, turn: live.turn };
    } catch (error) {
      why = `Real faults could not be made on this machine (${messageOf(error)}).`;
    }
  }
  const { inventory, panel, turn, makeVisit } = openRecordedHosts(parts.readRecorded, why);
  return { inventory, panel, turn, makeVisit };
}

async function openChat(parts: DemoParts, panel: Panel, port: number, mayMove: boolean): Promise<DemoWorkspace> {
  try {
    return await parts.startWorkspace({ port, panel });
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (mayMove) return parts.startWorkspace({ port: 0, panel });
    throw new Error(`port ${port} is already used on this machine: choose another with --port, or leave it out`);
  }
}

/** `faultline demo`: a chat in the browser, the bot, and hosts to break, without any account. Runs until Ctrl-C, and leaves nothing. */
export async function demo(
  { out, err, signal, writeFile }: Pick<CliServices, 'out' | 'err' | 'signal' | 'writeFile'>,
  parts: DemoParts,
  options: DemoOptions,
): Promise<ExitCode> {
  const port = portOf(options.port);
  if (port === undefined) {
    complain(err, [`--port ${String(options.port).slice(0, 20)} is no port: give a number from 1 to 65535`]);
    return EXIT.usage;
  }
  const ends: (() => Promise<void>)[] = [];
  const stopped = untilAborted(signal);
  try {
    const folder = parts.makeFolder();
    ends.push(() => Promise.resolve(folder.remove()));
    const stage = await openStage(parts, folder.path, end => ends.push(end));
    const chat = await openChat(parts, stage.panel, port, options.port === undefined);
    ends.push(chat.close);
    const files = demoConfig(folder.path, stage.inventory, chat);
    for (const { path, text } of files) {
      const failed = writeFile(path, text);
      if (failed !== undefined) throw new Error(failed);
    }
    if (!signal.aborted) {
      const bot = await parts.startBot({
        config: files[files.length - 1]?.path ?? '',
        home: folder.path,
        ...(stage.makeVisit ? { makeVisit: stage.makeVisit } : {}),
      });
      ends.push(bot.close);
    }
    if (!signal.aborted) {
      const trouble = await Promise.race([stage.turn(FIRST_FAULT, 'broken'), stopped]);
      if (trouble !== undefined) complain(err, [trouble]);
      if (!signal.aborted) out.write(welcome(out, chat.pageUrl, stage.panel.read()));
    }
    await stopped;
    return EXIT.ok;
  } catch (error) {
    complain(err, [`the demo could not start: ${messageOf(error)}`]);
    return EXIT.error;
  } finally {
    for (const end of ends.reverse()) await end().catch((error: unknown) => complain(err, [`at the end of the demo: ${messageOf(error)}`]));
  }
}
