import type { InventoryHost } from '../../model/host.js';
import type { Argv, RunPlan } from '../../model/remedy-plan.js';
import { ROOT_COMMAND } from '../../model/root-verb.js';
import { redactText } from '../redact.js';
import { armUndo } from './armed-undo.js';
import { typedCommand } from './by-hand.js';
import { noteRemedy } from './move-remedy.js';
import type { RemedyTools } from './remedy-tools.js';
import type { ShowRemedy } from './show-remedy.js';

/** How the commands of a plan went. */
export type RanPlan =
  | { readonly kind: 'ran'; readonly output: string }
  /** `untouched`: the host is certainly as it was. */
  | { readonly kind: 'failed'; readonly why: string; readonly isUntouched: boolean; readonly output: string }
  | { readonly kind: 'lost'; readonly why: string; readonly output: string };

/** Most characters that are kept of the output of a whole plan. */
const MOST_OUTPUT = 64 * 1024;
/** Between two showings of output that streams in. */
const SHOW_SECONDS = 2;

const bounded = (text: string): string => (text.length > MOST_OUTPUT ? `${text.slice(0, MOST_OUTPUT)}\n… (the rest was left out)\n` : text);

/** Exit codes of `faultline-root` after which the host is as it was (libexec/faultline-root). */
function leftUntouched([command]: Argv, exit: number): boolean {
  return command === ROOT_COMMAND && exit >= 64 && exit <= 67;
}

/**
 * Runs the commands of a plan, each once, in order, each noted durably before it begins. Stops at the first that does not succeed.
 *
 * @param token names the run; the undo is armed under it before the first command
 */
export async function runPlan(
  id: string,
  plan: RunPlan,
  token: string,
  host: InventoryHost,
  tools: RemedyTools,
  show: ShowRemedy,
): Promise<RanPlan> {
  const { actor, clock, remedies, commandSeconds } = tools;
  const request = (await remedies.find(id))?.request;
  let output = '';
  let shownAt = 0;
  const onOutput = (chunk: string): void => {
    output = bounded(output + chunk);
    if (!request || clock.now() - shownAt < SHOW_SECONDS) return;
    shownAt = clock.now();
    show.live({ ...request, output: redactText(output) });
  };
  const soFar = (): string => redactText(output);
  if (plan.confirmWithinSeconds !== undefined) {
    const armed = await armUndo(plan, token, host, tools);
    if (armed.kind === 'lost') return { kind: 'lost', why: `while the undo was armed: ${armed.says}`, output: armed.output };
    if (armed.kind === 'not-begun') return { kind: 'failed', why: armed.says, isUntouched: true, output: '' };
    onOutput(armed.output);
    if (armed.exit !== 0)
      return {
        kind: 'failed',
        why: `the undo could not be armed, so nothing was changed: ${armed.output.trim()}`,
        isUntouched: true,
        output: soFar(),
      };
  }
  for (const [index, argv] of plan.run.entries()) {
    const noted = await noteRemedy(
      id,
      kept => ({ ...kept, step: { index, at: clock.now() }, request: { ...kept.request, output: soFar() } }),
      undefined,
      tools,
    );
    if (!noted) return { kind: 'failed', why: 'the request was gone', isUntouched: index === 0, output: soFar() };
    const acted = await actor.act(host, argv, { timeoutSeconds: commandSeconds, hostKey: plan.hostKey, onOutput });
    const said = typedCommand(argv);
    if (acted.kind === 'lost') return { kind: 'lost', why: `${said}: ${acted.says}`, output: soFar() };
    if (acted.kind === 'not-begun') return { kind: 'failed', why: `${said}: ${acted.says}`, isUntouched: index === 0, output: soFar() };
    if (acted.exit !== 0) {
      const last = redactText(acted.output.trim().split('\n').at(-1) ?? '');
      const why = `${said}: exit ${acted.exit}${last === '' ? '' : `: ${last.slice(0, 300)}`}`;
      return { kind: 'failed', why, isUntouched: index === 0 && leftUntouched(argv, acted.exit), output: soFar() };
    }
  }
  return { kind: 'ran', output: soFar() };
}
