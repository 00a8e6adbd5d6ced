import { randomBytes, randomInt } from 'node:crypto';
import type { OpenedRecords } from './cli/services.js';
import { fullPath } from './config/full-path.js';
import type { HostDirectory } from './config/inventory.js';
import type { Config } from './config/schema.js';
import type { HostActor } from './flow/ports/host-actor.js';
import type { Clock, Later } from './flow/ports.js';
import { type OpenRemedies, openRemedies } from './flow/remedies/open-remedies.js';
import type { RemedyDeskTools, RemedyTools } from './flow/remedies/remedy-tools.js';
import type { InventoryHost } from './model/host.js';
import type { ApprovalPolicy } from './remediation/approval-rule.js';
import { auditRecord } from './remediation/audit-chain.js';
import { openStore, type Store } from './store/open-store.js';

/** Where `faultline access sudoers` has the script installed. */
const INSTALLED = '/usr/local/libexec/faultline-root';
/** On a file system in memory: it goes with the next boot, as what was armed does. */
const ROOT_FOLDER = '/run/faultline';
const ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** How long counters are watched, and how long a command may take: a restart waits for the service to stop. */
const WINDOW_SECONDS = 5;
const COMMAND_SECONDS = 60;

const later: Later = (seconds, run) => {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
};

/** The script for root with its places, for `InventoryHostRunner.actor`. */
export function rootScriptOf(text: string): {
  readonly text: string;
  readonly installed: string;
  readonly sudo: readonly string[];
  readonly folder: string;
} {
  return { text, installed: INSTALLED, sudo: ['sudo', '-n'], folder: ROOT_FOLDER };
}

function policyOf({ approvals }: Config): ApprovalPolicy {
  const { approvers, services, low, medium, high, expires } = approvals;
  return { ...approvers, byRisk: { low, medium, high }, expiresSeconds: expires.seconds, byService: services };
}

/** What the configuration says of remedies, and the parts that are the same for the bot and for the command line. */
export function remedySettings(
  config: Config,
  clock: Clock,
): Pick<RemedyTools, 'policy' | 'floors' | 'newId' | 'newToken' | 'clock' | 'later' | 'windowSeconds' | 'commandSeconds'> {
  return {
    policy: policyOf(config),
    floors: config.approvals.floors,
    newId: () => `rem-${Array.from({ length: 16 }, () => ID_LETTERS.charAt(randomInt(ID_LETTERS.length))).join('')}`,
    newToken: () => randomBytes(16).toString('hex'),
    clock,
    later,
    windowSeconds: WINDOW_SECONDS,
    commandSeconds: COMMAND_SECONDS,
  };
}

/** Every user group that may approve something: the chat is asked who belongs to them. */
export function approverGroups({ approvals }: Config): readonly string[] {
  const { approvers, services } = approvals;
  return [...new Set([approvers, ...Object.values(services)].flatMap(({ groups }) => groups))];
}

/** What the remedies of the bot are made of. */
interface BotRemedyParts extends Pick<RemedyDeskTools, 'announcer' | 'visits' | 'bind' | 'clock' | 'logger'> {
  readonly config: Config;
  readonly directory: HostDirectory;
  readonly store: Store;
  readonly actor: HostActor;
}

/** The remedies of the bot, with the same store and the same way to the hosts as its answers. */
export function botRemedies({ config, directory, store, ...tools }: BotRemedyParts): OpenRemedies {
  return openRemedies({
    ...store.remedies(auditRecord),
    ...remedySettings(config, tools.clock),
    ...tools,
    incidents: store.incidents,
    findHost: name => hostNamed(directory, name),
  });
}

/** The host of that name as it is declared now. */
export async function hostNamed(directory: HostDirectory, name: string): Promise<InventoryHost | undefined> {
  const found = await directory.findHost(name);
  return found.kind === 'found' ? found.host : undefined;
}

/** Opens the store of the configuration for a command of the command line. */
export async function openRecords(
  config: Config,
  { folder, home }: { readonly folder: string; readonly home: string },
  clock: Clock,
): Promise<OpenedRecords> {
  const url = config.store.url.reveal();
  const isSole = url.startsWith('sqlite:');
  const opened = await openStore(isSole ? `sqlite:${fullPath(url.slice('sqlite:'.length), { home, folder })}` : url, clock);
  if (opened.kind === 'refused') return opened;
  const { store } = opened;
  return { kind: 'open', records: store.remedies(auditRecord), isSole, close: store.close };
}
