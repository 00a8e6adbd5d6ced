import type { MessageShortcut, Middleware, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { messageWords } from '../message-words.js';
import { readShortcut } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

/** "Diagnose this" on any message, an alert of another tool for example: answers in the message's thread. */
export function diagnoseShortcut(tools: ListenerTools): Middleware<SlackShortcutMiddlewareArgs<MessageShortcut>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, trigger, channel, thread, message } = readShortcut(body);
    const listener = { user: caller.user, channel, thread, respond };
    await guarded('“Diagnose this”', caller, listener, tools, () =>
      askDesk(
        { words: messageWords(message), signal: `shortcut:${trigger}`, by: caller, place: { channel, thread }, trigger, listener },
        tools,
      ),
    );
  };
}
