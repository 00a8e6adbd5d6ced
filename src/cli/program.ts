import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { BudgetName } from '../model/budget.js';
import { type AccessVerb, access } from './access.js';
import { audit } from './audit.js';
import { type AuditLogVerb, auditLog } from './audit-log.js';
import { demo } from './demo.js';
import { diagnose } from './diagnose.js';
import { doctor } from './doctor.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { gate } from './gate.js';
import { type PlaybooksVerb, playbooksCommand } from './playbooks.js';
import { remediate } from './remediate.js';
import { replayCapture } from './replay.js';
import { serve } from './serve.js';
import type { CliServices } from './services.js';

const PLAYBOOK_VERBS: readonly PlaybooksVerb[] = ['lint', 'test', 'coverage', 'matrix', 'schema'];

const AUDIT_LOG_VERBS: readonly AuditLogVerb[] = ['show', 'verify'];

const BUDGET_NAMES: readonly BudgetName[] = ['p99', 'error_rate', 'cpu'];

const ACCESS_VERBS: readonly AccessVerb[] = ['sudoers', 'authorized-keys'];

function repeated(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function playbooksVerb(value: string): PlaybooksVerb {
  const verb = PLAYBOOK_VERBS.find(known => known === value);
  if (verb === undefined) throw new InvalidArgumentError(`it is one of ${PLAYBOOK_VERBS.join(', ')}.`);
  return verb;
}

function accessVerb(value: string): AccessVerb {
  const verb = ACCESS_VERBS.find(known => known === value);
  if (verb === undefined) throw new InvalidArgumentError(`it is one of ${ACCESS_VERBS.join(', ')}.`);
  return verb;
}

function budgetNames(value: string, before: readonly BudgetName[]): readonly BudgetName[] {
  const name = BUDGET_NAMES.find(known => known.replace('_', '-') === value.replace('_', '-'));
  if (name === undefined) throw new InvalidArgumentError(`it is one of ${BUDGET_NAMES.join(', ')}.`);
  return [...before, name];
}

function auditLogVerb(value: string): AuditLogVerb {
  const verb = AUDIT_LOG_VERBS.find(known => known === value);
  if (verb === undefined) throw new InvalidArgumentError(`it is one of ${AUDIT_LOG_VERBS.join(', ')}.`);
  return verb;
}

/** Reads the command line and runs the command; gives the exit code of the contract. */
export async function runProgram(argv: readonly string[], version: string, services: CliServices): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = new Command('faultline')
    .description('Finds out why a service is failing, and proves it.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: services.out.write, writeErr: services.err.write })
    .addHelpText(
      'after',
      '\nExit codes: 0 a root cause was found, 1 an error, 2 wrong usage, 3 none of these, 4 traced or undetermined; of gate: 5 a budget was breached, 6 one could not be measured.',
    );
  program
    .command('diagnose')
    .description('find the root cause of a symptom, such as: diagnose connection refused --host api-1 --port 8080')
    .argument('<words...>', 'the symptom, in your words')
    .option('--host <name>', 'host of the inventory, or `local`; may be repeated', repeated, [])
    .option('--service <name>', 'service of the inventory: gives its hosts, port, unit and URL')
    .option('--port <number>', 'port on which the service is reached')
    .option('--url <url>', 'URL to time from here')
    .option('--param <name=value>', 'parameter of a check; may be repeated', repeated, [])
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .option('--window <time>', 'how long counters are watched', '5s')
    .option('--record <file>', 'also write everything that the hosts printed, for replay and tests')
    .option('--json', 'print one JSON object', false)
    .action(async (words: readonly string[], options) => {
      exit = await diagnose(services, words, options);
    });
  program
    .command('audit')
    .description('look for every fault on one host, without a symptom')
    .requiredOption('--host <name>', 'host of the inventory, or `local`')
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .option('--json', 'print one JSON object', false)
    .action(async options => {
      exit = await audit(services, options);
    });
  program
    .command('gate')
    .description('look whether a service keeps its budgets, for a pipeline; after `--` a load test, which is ended at the first breach')
    .argument('[command...]', 'a load test to run and to watch, after `--`')
    .requiredOption('--service <name>', 'service of the inventory')
    .option('--only <budget>', `one of ${BUDGET_NAMES.join(', ')}; may be repeated (default: all)`, budgetNames, [])
    .option('--for <time>', 'go on looking for so long, and end at the first breach')
    .option('--every <time>', 'between two looks, with --for or a command', '5s')
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .option('--json', 'print one JSON object', false)
    .action(async (command: readonly string[], options) => {
      exit = await gate(services, command, options);
    });
  program
    .command('remediate')
    .description('carry out a remedy: shown, approved with --yes, recorded, verified, undone when it does not help')
    .argument('<remedy>', 'fault/name, as `diagnose` offers it')
    .requiredOption('--host <name>', 'host of the inventory, or `local`')
    .option('--param <name=value>', 'a value of the remedy, of the target (port=8080) or of a check; may be repeated', repeated, [])
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .option('--dry-run', 'only show the plan', false)
    .option('--yes', 'your approval', false)
    .option('--json', 'print one JSON object', false)
    .action(async (remedy: string, options) => {
      exit = await remediate(services, remedy, options);
    });
  program
    .command('audit-log')
    .description('what was asked for, approved, refused and done, and whether the record is whole')
    .argument('<verb>', AUDIT_LOG_VERBS.join(', '), auditLogVerb)
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .option('--last <number>', 'show: only so many records', '50')
    .option('--json', 'print JSON', false)
    .action(async (verb: AuditLogVerb, options) => {
      exit = await auditLog(services, verb, options);
    });
  program
    .command('serve')
    .description('the bot in Slack, until it is stopped; its log goes to stdout as JSON lines')
    .option('--config <file>', 'configuration file (default: ./faultline.yml)')
    .action(async options => {
      exit = await serve(services, options);
    });
  program
    .command('demo')
    .description('try it: a chat in the browser, the bot, and hosts to break; needs no account')
    .option('--port <number>', 'port of the page on this machine (default: 7070, or any free one)')
    .action(async options => {
      exit = await demo(services, await services.demoParts(), options);
    });
  program
    .command('replay')
    .description('diagnose from a recorded capture, without touching a host')
    .argument('<capture>', 'file written by diagnose --record')
    .option('--symptom <words>', 'another symptom than the recorded one')
    .option('--config <file>', 'configuration file (for its playbook folders)')
    .option('--json', 'print one JSON object', false)
    .action(async (capture: string, options) => {
      exit = await replayCapture(services, capture, options);
    });
  program
    .command('playbooks')
    .description('work on playbooks: lint, test, coverage, matrix, schema')
    .argument('<verb>', PLAYBOOK_VERBS.join(', '), playbooksVerb)
    .argument('[folder...]', 'playbook folders (default: those of the configuration)')
    .option('--config <file>', 'configuration file')
    .action(async (verb: PlaybooksVerb, folders: readonly string[], options) => {
      exit = await playbooksCommand(services, verb, folders, options);
    });
  program
    .command('access')
    .description('what the account of the bot needs on a host: rules for sudo, or its line of authorized_keys')
    .argument('<what>', ACCESS_VERBS.join(', '), accessVerb)
    .option('--host <name>', 'for this host (default: all that are declared)')
    .option('--from <address>', 'for authorized-keys: where the bot connects from')
    .option('--config <file>', 'configuration file')
    .action(async (verb: AccessVerb, options) => {
      exit = await access(services, verb, options);
    });
  program
    .command('doctor')
    .description('check that every declared host can be reached and looked at')
    .option('--host <name>', 'only this host; may be repeated', repeated, [])
    .option('--config <file>', 'configuration file')
    .action(async options => {
      exit = await doctor(services, options);
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version come as errors with exit code 0; everything else that commander refuses is wrong usage.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
