import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';
import { pressedSubject } from './pressed-subject.js';

const THANKS = {
  right: 'Thank you. I have noted that this is the right cause. If it turns out otherwise, press “Wrong cause”: your last word counts.',
  wrong: 'Thank you. I have noted that this is the wrong cause. If it turns out otherwise, press “Right cause”: your last word counts.',
} as const;

/** The "Right cause" and "Wrong cause" buttons: kept, so that the playbooks can be calibrated. */
export function causeFeedback(cause: 'right' | 'wrong', tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded(`“${cause} cause”`, caller, listener, tools, async () => {
      const subject = await pressedSubject(value, channel, tools);
      const noted = subject ? await tools.desk.feedback({ ...subject, by: { id: caller.user }, cause }) : 'unknown';
      if (noted === 'unknown') return tools.tell(listener, notice(['I don’t have this diagnosis any more, so I can’t note that.']));
      await tools.tell(listener, notice([THANKS[cause]]));
    });
  };
}
