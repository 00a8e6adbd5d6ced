import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { readOfferValue } from '../button-value.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { NO_REMEDIES, refusalNotice } from './decide-remedy.js';
import { guarded } from './guarded.js';

const GONE = 'I don’t have this answer any more, or it is from another channel. Press “Run again” to look anew.';
const LOOKING = 'I am looking at the host once more. What would be done comes as a message into this thread; nothing is changed yet.';

/** "Prepare…" below an answer: looks at the host, and shows what would be done. */
export function prepareRemedy(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded('“Prepare…”', caller, listener, tools, async () => {
      const { remedyDesk, standsIn, tell } = tools;
      if (!remedyDesk) return tell(listener, notice([NO_REMEDIES]));
      const subject = readOfferValue(value);
      const isThere = subject && channel && (await standsIn(`${subject.incident}/answer-${subject.run}`, channel));
      if (!isThere) return tell(listener, notice([GONE]));
      await tell(listener, notice([LOOKING]));
      const pressed = await remedyDesk.prepare(subject.incident, subject.run, subject.offer, { id: caller.user });
      if (pressed.kind === 'refused') await tell(listener, refusalNotice(pressed.says));
    });
  };
}
