import type { Argv, RemedyPlan } from '../../model/remedy-plan.js';
import { ROOT_COMMAND } from '../../model/root-verb.js';

const ROOT_SCRIPT = 'sudo /usr/local/libexec/faultline-root';

/** One argument as a person would type it into a shell. */
const typed = (word: string): string => (/^[A-Za-z0-9_./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A command as a person would type it. */
export function typedCommand([command, ...args]: Argv): string {
  return [command === ROOT_COMMAND ? ROOT_SCRIPT : typed(command), ...args.map(typed)].join(' ');
}

/** What a person can do on the host when Faultline may not: the commands of the plan, and those that take them back. */
export function byHand(plan: RemedyPlan): readonly string[] {
  if (plan.kind === 'guided') return plan.steps;
  return [
    ...plan.run.map(typedCommand),
    ...(plan.undo.kind === 'none' ? [] : plan.undo.commands.map(command => `to take it back: ${typedCommand(command)}`)),
  ];
}
