import type { Problem } from '../model/playbook.js';
import type { Remedy, RemedyCommand } from '../model/remedy.js';
import { cutsOff, ROOT_COMMAND, ROOT_VERBS } from '../model/root-verb.js';
import type { YamlFile } from './read-yaml.js';
import type { FaultSource } from './schema-fault.js';
import type { RemedySource } from './schema-remedy.js';
import { suggest } from './suggest.js';

/** An armed undo must leave time to look, and must not leave a host broken for long. */
const CONFIRM_SECONDS = { least: 10, most: 900 };

type Report = (path: readonly PropertyKey[], message: string) => void;

/** A command as it was written, holes included. */
const shown = (command: RemedyCommand): readonly string[] =>
  command.map(word => word.map(piece => (piece.kind === 'text' ? piece.text : `{{ ${piece.name} }}`)).join(''));

function verbProblems(commands: readonly RemedyCommand[], key: string, report: Report): void {
  for (const [index, command] of commands.entries()) {
    const [first, verb = '', ...args] = shown(command);
    if (first !== ROOT_COMMAND) continue;
    const known = Object.hasOwn(ROOT_VERBS, verb) ? ROOT_VERBS[verb] : undefined;
    if (!known) {
      report([key, index], `${ROOT_COMMAND} has no verb "${verb}"${suggest(verb, Object.keys(ROOT_VERBS), 'Verbs')}`);
      continue;
    }
    const wanted = known.args.map(({ name }) => name).join(' ');
    if (known.args.length !== args.length)
      report([key, index], `${verb} takes ${known.args.length} arguments (${wanted}), and here are ${args.length}.`);
    for (const [at, { name, pattern }] of known.args.entries()) {
      const word = command[at + 2];
      const text = args[at];
      if (text !== undefined && word?.every(piece => piece.kind === 'text') && !new RegExp(`^(?:${pattern})$`, 'u').test(text))
        report([key, index], `${verb} does not take "${text}" as its ${name}.`);
    }
  }
}

function verifyProblems(source: RemedySource, fault: FaultSource, report: Report): void {
  const supporting = fault.evidence
    .filter(({ if_true, if_false }) => [if_true, if_false].some(weight => weight?.startsWith('for')))
    .map(({ id }) => id);
  for (const [index, id] of source.verify.gone.entries()) {
    if (supporting.includes(id)) continue;
    report(['verify', 'gone', index], `${fault.fault} has no supporting evidence "${id}"${suggest(id, supporting, 'It has')}`);
  }
}

function wayBackProblems(remedy: Remedy, source: RemedySource, report: Report): void {
  if (source.guided !== undefined) {
    for (const key of ['run', 'undo', 'precheck', 'read', 'set', 'confirm_within'] as const) {
      const value = source[key];
      if (value !== undefined && Object.keys(value).length > 0)
        report([key], `a guided remedy is done by a person, so that it has no ${key}:. Say it in the steps, or leave guided: out.`);
    }
    return;
  }
  if (remedy.kind !== 'run') return;
  if (remedy.risk === 'none') report(['risk'], 'a remedy that runs commands changes something: its risk is low, medium or high.');
  if (source.undo === undefined && source.no_undo === undefined)
    report(['remedy'], 'this has no undo: write the commands that take it back, or no_undo: with the reason why nothing can.');
  if (source.undo !== undefined && source.no_undo !== undefined) report(['no_undo'], 'this has an undo already; leave no_undo out.');
  const cuts = [...remedy.run, ...(remedy.undo.kind === 'commands' ? remedy.undo.commands : [])].some(command => cutsOff(shown(command)));
  const seconds = remedy.confirmWithinSeconds;
  if (cuts && seconds === undefined)
    report(['run'], 'this can cut the host off: write confirm_within: with the time after which it undoes itself, such as 2m.');
  if (seconds === undefined) return;
  if (seconds < CONFIRM_SECONDS.least || seconds > CONFIRM_SECONDS.most)
    report(
      ['confirm_within'],
      `an undo fires after ${CONFIRM_SECONDS.least} s to ${CONFIRM_SECONDS.most / 60} min; this says ${source.confirm_within ?? ''}.`,
    );
  if (seconds <= remedy.verify.afterSeconds)
    report(['confirm_within'], 'the undo would fire before the change is verified: make it longer than verify: after.');
  if (remedy.undo.kind !== 'commands') report(['confirm_within'], 'confirm_within arms the undo, and there is none.');
  else if (remedy.undo.commands.length > 1 || shown(remedy.undo.commands[0] ?? [[]])[0] !== ROOT_COMMAND)
    report(['undo'], `an undo that is armed is one command of ${ROOT_COMMAND}: the host must be able to run it alone.`);
}

/** Rules for one remedy that its types can't express: a proof that its fault has, a way back, an armed undo where the host could be cut off. */
export function lintRemedy(remedy: Remedy, source: RemedySource, fault: FaultSource, file: YamlFile): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ place: file.placeOf(path), message });
  if (fault.role === 'effect')
    report(['remedy'], `${fault.fault} is an effect and has no remedies: what removes it is the remedy of its cause.`);
  verifyProblems(source, fault, report);
  wayBackProblems(remedy, source, report);
  if (remedy.kind === 'run') {
    verbProblems(remedy.run, 'run', report);
    verbProblems(remedy.precheck, 'precheck', report);
    if (remedy.undo.kind === 'commands') verbProblems(remedy.undo.commands, 'undo', report);
  }
  return problems;
}
