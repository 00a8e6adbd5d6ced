import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

/** Opens the modal: on the App Home with nothing filled in, below a question that lacked something with what is known of it. */
export function openDiagnose(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, trigger, value, channel } = readAction(body);
    const listener = { user: caller.user, ...(channel ? { channel, respond } : {}) };
    await guarded('“Diagnose…”', caller, listener, tools, async () => {
      const question = value === '' ? { words: '', place: { channel: channel ?? caller.user } } : tools.remembered.find(value);
      if (!question)
        return tools.tell(listener, notice(['That was too long ago, I don’t know the question any more. Type /diagnose to ask anew.']));
      await askDesk({ ...question, signal: `button:${trigger}`, by: caller, trigger, listener, deliberate: true }, tools);
    });
  };
}
