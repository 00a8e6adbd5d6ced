import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { homeView } from '../blocks/home.js';
import { isFor } from '../is-for.js';
import { sayTrouble, troubleOf } from '../messenger/trouble.js';
import { notice } from '../notice.js';
import { readHomeOpened } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { waitingApprovals } from '../waiting-approvals.js';

const MOST_LINES = 40;

/** The App Home: what is under way and how the bot is. Only for people who may ask; others see why not. */
export function homeOpened(tools: ListenerTools): Middleware<SlackEventMiddlewareArgs<'app_home_opened'>> {
  const { clients, desk, people, logger } = tools;
  return async ({ body }) => {
    const user = readHomeOpened(body);
    if (!user) return;
    try {
      const admission = await people.admit({ user });
      const view =
        admission.kind === 'refused'
          ? { type: 'home' as const, blocks: [...notice([admission.why]).blocks] }
          : homeView(
              (await desk.recent(MOST_LINES)).filter(line => isFor(user, line)),
              await desk.status(),
              await waitingApprovals(user, tools),
            );
      await clients.views.views.publish({ user_id: user, view });
    } catch (error) {
      // Opening it again asks again; there is nobody to tell that isn't looking at it.
      logger.warn({ user, why: sayTrouble(troubleOf(error)) }, 'the App Home could not be shown');
    }
  };
}
