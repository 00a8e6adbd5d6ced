import { notice } from '../notice.js';
import type { Caller } from '../people.js';
import { reportProblem } from '../problem.js';
import type { Listener } from '../tell.js';
import type { ListenerTools } from '../tools.js';

/**
 * Runs what a listener does after its acknowledgement: only for people who may use the bot, and with a sentence and a number for the
 * person when something unexpected happens. Never throws.
 */
export async function guarded(
  during: string,
  caller: Caller,
  listener: Listener,
  tools: ListenerTools,
  work: () => Promise<void>,
): Promise<void> {
  const { people, tell, logger } = tools;
  try {
    const admission = await people.admit(caller);
    if (admission.kind === 'refused') {
      logger.info({ during, user: caller.user, team: caller.team, why: admission.why }, 'somebody was refused');
      await tell(listener, notice([admission.why]));
      return;
    }
    await work();
  } catch (error) {
    await tell(listener, notice([reportProblem(error, during, logger)]));
  }
}
