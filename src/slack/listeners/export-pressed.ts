import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { exportIncident } from '../export-incident.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { GONE } from './card-button.js';
import { guarded } from './guarded.js';
import { pressedIncident } from './pressed-incident.js';

/** "Export as a file" in the menu of a card. */
export function exportPressed(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded('“Export as a file”', caller, listener, tools, async () => {
      const incident = await pressedIncident(value, channel, tools);
      await (incident ? exportIncident(incident, listener, tools) : tools.tell(listener, notice([GONE])));
    });
  };
}
