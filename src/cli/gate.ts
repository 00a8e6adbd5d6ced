import { bindTargets } from '../config/bind-target.js';
import { type GateOutcome, type GateSpan, runGate } from '../flow/gate/run-gate.js';
import { investigate } from '../flow/investigate.js';
import { runChecks } from '../flow/run-checks.js';
import type { BoundTarget } from '../flow/visit.js';
import type { Budget, BudgetName } from '../model/budget.js';
import type { Investigation } from '../model/investigation.js';
import type { Playbooks } from '../model/playbook.js';
import { complain } from './complain.js';
import { parseSeconds } from './duration.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { renderGateJson, renderGateText } from './render-gate.js';
import { renderText } from './render-text.js';
import type { CliServices, OpenedHosts } from './services.js';
import { usablePlaybooks } from './usable-playbooks.js';

export interface GateOptions {
  readonly service: string;
  /** Empty: all. */
  readonly only: readonly BudgetName[];
  readonly for?: string;
  readonly every: string;
  readonly config?: string;
  readonly json: boolean;
}

/** What is diagnosed when a budget is breached (playbooks/symptoms/budget-breached.yaml). */
const BREACHED = 'budget-breached';
const WINDOW_SECONDS = 5;
/** Bounds in seconds: more often is load, and nobody waits longer than a day. */
const EVERY = { least: 1, most: 600 };
const LONGEST = 86_400;

type Times = { readonly everySeconds: number; readonly forSeconds?: number };

interface Ready {
  readonly opened: Extract<OpenedHosts, { kind: 'open' }>;
  readonly playbooks: Playbooks;
  readonly targets: readonly [BoundTarget, ...BoundTarget[]];
  readonly budgets: readonly Budget[];
}

function readTimes(services: CliServices, options: GateOptions, hasCommand: boolean): Times | undefined {
  const everySeconds = parseSeconds(options.every);
  if (everySeconds === undefined || everySeconds < EVERY.least || everySeconds > EVERY.most) {
    complain(services.err, [`--every ${options.every.slice(0, 40)} is not a time from 1s to 10m; write it as 5s`]);
    return undefined;
  }
  if (options.for === undefined) return { everySeconds };
  if (hasCommand) {
    complain(services.err, ['--for and a command exclude each other: with a command the gate looks as long as it runs']);
    return undefined;
  }
  const forSeconds = parseSeconds(options.for);
  if (forSeconds !== undefined && forSeconds > 0 && forSeconds <= LONGEST) return { everySeconds, forSeconds };
  complain(services.err, [`--for ${options.for.slice(0, 40)} is not a time of up to a day; write it as 10m`]);
  return undefined;
}

async function prepare(services: CliServices, options: GateOptions): Promise<Ready | ExitCode> {
  const opened = await services.openHosts(options.config);
  if (opened.kind === 'refused') {
    complain(services.err, opened.problems);
    return EXIT.error;
  }
  const playbooks = usablePlaybooks(services, opened.playbookFolders);
  if (!playbooks) return EXIT.error;
  const binding = await bindTargets(opened.directory, { hosts: [], service: options.service, params: [] });
  if (binding.kind === 'refused') {
    complain(services.err, binding.problems);
    return EXIT.usage;
  }
  complain(services.err, [...opened.warnings, ...binding.notes]);
  const all = opened.budgets.get(options.service) ?? [];
  const budgets = options.only.length === 0 ? all : all.filter(({ name }) => options.only.includes(name));
  return { opened, playbooks, targets: binding.targets, budgets };
}

function exitOf({ state, command }: GateOutcome): ExitCode {
  switch (state) {
    case 'breached':
      return EXIT.breached;
    case 'unmeasurable':
      return EXIT.unmeasurable;
    case 'stopped':
      return EXIT.error;
    case 'within':
      // A load test that failed by itself has not shown that the budgets are kept.
      return command === undefined || (command.end.kind === 'exited' && command.end.code === 0) ? EXIT.ok : EXIT.error;
  }
}

/** `faultline gate --service S [-- COMMAND…]`: whether a service keeps its budgets, and why not. */
export async function gate(services: CliServices, argv: readonly string[], options: GateOptions): Promise<ExitCode> {
  const [program, ...args] = argv;
  const times = readTimes(services, options, program !== undefined);
  if (!times) return EXIT.usage;
  const ready = await prepare(services, options);
  if (typeof ready === 'number') return ready;
  const { opened, playbooks, targets, budgets } = ready;
  const { everySeconds, forSeconds } = times;
  const startedAt = services.clock.now();
  const session = services.openSession();
  const makeVisit = runChecks(session.runner, services.prober, opened.queries);
  const tools = { ...services.factTools, playbooks, makeVisit, clock: services.clock, later: services.later };
  const { signal } = services;
  try {
    const span: GateSpan =
      program === undefined
        ? forSeconds === undefined
          ? { kind: 'once' }
          : { kind: 'watch', seconds: forSeconds, everySeconds }
        : { kind: 'command', command: services.startCommand([program, ...args]), everySeconds };
    const outcome = await runGate({ targets, budgets, span }, tools, { signal });
    let diagnosis: Investigation | undefined;
    if (outcome.state === 'breached' && !signal.aborted) {
      diagnosis = await investigate(
        { symptom: BREACHED, targets, windowSeconds: WINDOW_SECONDS },
        {
          ...tools,
          services: opened.directory.inventory.services,
          findHost: address => Promise.resolve(opened.directory.findDeclared(address)),
        },
        { signal },
      );
    }
    const answer = { service: options.service, outcome, startedAt, endedAt: services.clock.now(), ...(diagnosis ? { diagnosis } : {}) };
    if (options.json) services.out.write(`${renderGateJson(answer)}\n`);
    else {
      const parts = [renderGateText(answer, services.out)];
      if (diagnosis) parts.push(renderText(diagnosis, playbooks.symptoms.get(BREACHED), services.out, playbooks));
      services.out.write(parts.join('\n'));
    }
    return exitOf(outcome);
  } finally {
    await session.close();
  }
}
