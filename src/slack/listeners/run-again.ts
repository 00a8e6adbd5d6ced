import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';
import { pressedIncident } from './pressed-incident.js';
import { pressedSubject } from './pressed-subject.js';

const SAYS = {
  'already-looking': 'I am already looking again: somebody was faster. The answer comes in this thread.',
  unknown: 'I don’t have this diagnosis any more, so I can’t run it again. Ask anew with /diagnose.',
} as const;

/** The "Run again" button. Two clicks give one run: the store decides. */
export function runAgain(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded('“Run again”', caller, listener, tools, async () => {
      // Below an answer the value names a run, on a card the incident alone.
      const incident = (await pressedIncident(value, channel, tools)) ?? (await pressedSubject(value, channel, tools))?.incident;
      const begun = incident ? await tools.desk.rerun(incident, { id: caller.user }) : 'unknown';
      if (begun !== 'begun') await tools.tell(listener, notice([SAYS[begun]]));
    });
  };
}
