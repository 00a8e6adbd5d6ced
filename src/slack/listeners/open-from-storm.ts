import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { readMemberValue } from '../button-value.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { GONE } from './card-button.js';
import { guarded } from './guarded.js';

/** "Open" on a line of a storm's digest: that incident gets a card, a thread and a diagnosis of its own. */
export function openFromStorm(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded('“Open”', caller, listener, tools, async () => {
      const { alertDesk, standsIn, tell } = tools;
      const subject = readMemberValue(value);
      const isThere = subject && channel && (await standsIn(`${subject.storm}/digest`, channel));
      if (!alertDesk || !isThere) return tell(listener, notice([GONE]));
      const pressed = await alertDesk.openFromStorm(subject.incident, { id: caller.user });
      if (pressed.kind === 'refused') await tell(listener, notice([pressed.says]));
    });
  };
}
