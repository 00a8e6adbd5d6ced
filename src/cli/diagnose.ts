import { bindTargets } from '../config/bind-target.js';
import { investigate } from '../flow/investigate.js';
import { lookAtOthers } from '../flow/look-at-others.js';
import { runChecks } from '../flow/run-checks.js';
import type { BoundTarget } from '../flow/visit.js';
import type { Playbooks, Symptom } from '../model/playbook.js';
import { complain } from './complain.js';
import { parseSeconds } from './duration.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { findSymptom } from './find-symptom.js';
import { liveChecks } from './live-checks.js';
import { printInvestigation } from './print-investigation.js';
import type { CliServices, OpenedHosts } from './services.js';
import { usablePlaybooks } from './usable-playbooks.js';

export interface DiagnoseOptions {
  readonly host: readonly string[];
  readonly service?: string;
  readonly port?: string;
  readonly url?: string;
  readonly param: readonly string[];
  readonly config?: string;
  readonly json: boolean;
  readonly record?: string;
  readonly window: string;
}

/** Bounds of `--window`, in seconds: below 1 s counters say nothing, above 5 minutes nobody waits. */
const WINDOW_SECONDS = { least: 1, most: 300 };

type Prepared =
  | {
      readonly kind: 'ready';
      readonly playbooks: Playbooks;
      readonly symptom: Symptom;
      readonly targets: readonly BoundTarget[];
      readonly opened: Extract<OpenedHosts, { kind: 'open' }>;
      readonly windowSeconds: number;
    }
  | { readonly kind: 'stop'; readonly exit: ExitCode };

async function prepare(services: CliServices, words: readonly string[], options: DiagnoseOptions): Promise<Prepared> {
  const say = (lines: readonly string[]): void => complain(services.err, lines);
  const windowSeconds = parseSeconds(options.window);
  if (windowSeconds === undefined || windowSeconds < WINDOW_SECONDS.least || windowSeconds > WINDOW_SECONDS.most) {
    say([`--window ${options.window.slice(0, 40)} is not a time from 1s to 5m; write it as 5s`]);
    return { kind: 'stop', exit: EXIT.usage };
  }
  const opened = await services.openHosts(options.config);
  if (opened.kind === 'refused') {
    say(opened.problems);
    return { kind: 'stop', exit: EXIT.error };
  }
  const playbooks = usablePlaybooks(services, opened.playbookFolders);
  if (!playbooks) return { kind: 'stop', exit: EXIT.error };
  const found = findSymptom(playbooks, words.join(' '));
  if (found.kind === 'refused') {
    say(found.lines);
    return { kind: 'stop', exit: EXIT.usage };
  }
  const binding = await bindTargets(opened.directory, {
    hosts: options.host,
    params: options.param,
    ...(options.service === undefined ? {} : { service: options.service }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.url === undefined ? {} : { url: options.url }),
  });
  if (binding.kind === 'refused') {
    say(binding.problems);
    return { kind: 'stop', exit: EXIT.usage };
  }
  say([...opened.warnings, ...binding.notes]);
  return { kind: 'ready', playbooks, symptom: found.symptom, targets: binding.targets, opened, windowSeconds };
}

/** `faultline diagnose WORDS…`: finds the root cause of a symptom on live hosts. */
export async function diagnose(services: CliServices, words: readonly string[], options: DiagnoseOptions): Promise<ExitCode> {
  const prepared = await prepare(services, words, options);
  if (prepared.kind === 'stop') return prepared.exit;
  const { playbooks, symptom, targets, opened, windowSeconds } = prepared;
  const session = services.openSession();
  const live = liveChecks(options.json ? { ...services.err, isTty: false } : services.err);
  try {
    const makeVisit = runChecks(session.runner, services.prober, opened.queries);
    const { hosts, services: declared } = opened.directory.inventory;
    const investigation = await investigate(
      { symptom: symptom.id, targets, windowSeconds },
      {
        ...services.factTools,
        playbooks,
        services: declared,
        // Logs are written by strangers: an address in one leads to a host that the operator declared, never to an alias of ~/.ssh/config.
        findHost: address => Promise.resolve(opened.directory.findDeclared(address)),
        makeVisit,
        lookAtOthers: lookAtOthers({ playbooks, hosts, services: declared, makeVisit, clock: services.clock }),
        clock: services.clock,
        ...(opened.tracesUrl ? { tracesUrl: opened.tracesUrl } : {}),
      },
      { signal: services.signal, onProgress: live.report },
    );
    live.clear();
    if (options.record !== undefined) {
      const failed = services.writeFile(options.record, `${JSON.stringify(investigation.capture)}\n`);
      if (failed !== undefined) complain(services.err, [`the capture was not written: ${failed}`]);
    }
    return printInvestigation(services, investigation, symptom, playbooks, options.json);
  } finally {
    live.clear();
    await session.close();
  }
}
