import type { HostProblem } from '../config/host-problems.js';
import type { HostDirectory } from '../config/inventory.js';
import type { FactTools } from '../diagnosis/facts.js';
import type { StartCommand } from '../flow/ports/operator-command.js';
import type { Clock, HostRunner, Later, Prober, QueryRunner } from '../flow/ports.js';
import type { PlanTools } from '../flow/remedies/make-plan.js';
import type { RemedyTools } from '../flow/remedies/remedy-tools.js';
import type { Budget } from '../model/budget.js';
import type { HostTrouble } from '../model/capture.js';
import type { InventoryHost } from '../model/host.js';
import type { Playbooks, Problem } from '../model/playbook.js';
import type { TracesUrl } from '../model/traces-url.js';
import type { Case } from '../playbooks/case.js';
import type { DemoParts } from './demo.js';
import type { Terminal } from './terminal.js';

/** What the configuration and the inventory say, or every problem in them as one line each. */
export type OpenedHosts =
  | {
      readonly kind: 'open';
      readonly directory: HostDirectory;
      readonly playbookFolders: readonly string[];
      /** Absent: no Prometheus is configured. */
      readonly queries?: QueryRunner;
      /** Absent: nobody said where traces are. */
      readonly tracesUrl?: TracesUrl;
      /** Of each declared service. */
      readonly budgets: ReadonlyMap<string, readonly Budget[]>;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** A file's text, or one sentence why there is none. */
export type FileRead = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'failed'; readonly says: string };

export interface LoadedPlaybooks {
  readonly playbooks: Playbooks;
  readonly cases: ReadonlyMap<string, Case>;
  readonly problems: readonly Problem[];
  /** The files that were read, by path. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** What a connection for `doctor` found. */
type Reached =
  | { readonly kind: 'reached'; readonly uid: number; readonly ms: number; readonly fingerprint: string }
  | { readonly kind: 'trouble'; readonly trouble: HostTrouble };

/** A connection to hosts for one command; closed when it ends. */
export interface HostSession {
  readonly runner: HostRunner;
  readonly reach: (host: InventoryHost) => Promise<Reached>;
  readonly close: () => Promise<void>;
}

/** The bot of `serve`, built and not yet started. */
export interface Bot {
  /** Resolves with a sentence when it may not go on: the process has to end. */
  readonly failed: Promise<string>;
  /** What is wrong with single hosts or services; the others work. */
  readonly warnings: readonly string[];
  /** Listens for alerts, waits until no other replica acts, begins what was not finished; resolves when Slack can be heard, however long that takes. */
  readonly start: () => Promise<void>;
  /** Ends everything in order, within its deadlines; never rejects. */
  readonly stop: () => Promise<void>;
}

export type OpenedBot = { readonly kind: 'open'; readonly bot: Bot } | { readonly kind: 'refused'; readonly says: readonly string[] };

/** One thing that the bot needs, and whether it is as it should be. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly says: string;
  readonly remedy: string;
}

/** The store of remedies and of the audit log, open. */
export type OpenedRecords =
  | {
      readonly kind: 'open';
      readonly records: Pick<RemedyTools, 'remedies' | 'audit'>;
      /** No other process can have it open: what stands there unfinished, nobody works on. */
      readonly isSole: boolean;
      readonly close: () => Promise<void>;
    }
  | { readonly kind: 'refused'; readonly says: string };

/** What `remediate` works with. */
export type OpenedRemedies =
  | {
      readonly kind: 'open';
      readonly directory: HostDirectory;
      readonly playbooks: Playbooks;
      readonly warnings: readonly string[];
      readonly planning: PlanTools;
      readonly acting: Omit<RemedyTools, keyof PlanTools | 'remedies' | 'audit' | 'announcer' | 'logger'>;
      readonly breakGlass: boolean;
      /** `cli:NAME`. */
      readonly person: string;
      readonly openRecords: () => Promise<OpenedRecords>;
      readonly close: () => Promise<void>;
    }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** What the commands need from outside, built once in app.ts. */
export interface CliServices {
  readonly out: Terminal;
  readonly err: Terminal;
  readonly clock: Clock;
  readonly later: Later;
  readonly factTools: FactTools;
  readonly prober: Prober;
  readonly openHosts: (configFlag: string | undefined) => Promise<OpenedHosts>;
  /** Loads playbook folders; `builtin` stands for those that came with Faultline. */
  readonly loadPlaybooks: (folders: readonly string[]) => LoadedPlaybooks;
  readonly openSession: () => HostSession;
  /** Starts a command of the operator's own; what it prints goes to stderr. */
  readonly startCommand: StartCommand;
  readonly openRemedies: (configFlag: string | undefined) => Promise<OpenedRemedies>;
  readonly openRecords: (configFlag: string | undefined) => Promise<OpenedRecords>;
  readonly openBot: (configFlag: string | undefined) => Promise<OpenedBot>;
  /** What `demo` is put together from; loaded only for it. */
  readonly demoParts: () => Promise<DemoParts>;
  /** Empty when no workspace is configured. */
  readonly examineSlack: (configFlag: string | undefined) => Promise<readonly Finding[]>;
  /** Prometheus and Alertmanager, as far as they are configured. */
  readonly examineServers: (configFlag: string | undefined) => Promise<readonly Finding[]>;
  readonly hostProblems: (host: InventoryHost) => readonly HostProblem[];
  /** Path of the script that runs as root on hosts (libexec/faultline-root). */
  readonly rootScript: string;
  readonly readFile: (path: string) => FileRead;
  /** Writes a file that only this user may read; returns a sentence when it failed. */
  readonly writeFile: (path: string, text: string) => string | undefined;
  /** Aborts at Ctrl-C, so that hosts are left clean. */
  readonly signal: AbortSignal;
}
