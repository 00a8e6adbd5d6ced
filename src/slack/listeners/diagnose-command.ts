import type { Middleware, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { readCommand } from '../payloads.js';
import { plainWords } from '../plain-words.js';
import { within } from '../timing.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

/** How long the acknowledgement waits for the question to be kept, of the 100 ms that it may take. */
const KEEPING_MS = 40;

/** Most of what is typed that is looked at; a symptom needs a line. */
export const MOST_WORDS = 1000;

/** `/diagnose WORDS [on HOST] [key=value…]`; without words the modal asks for everything. */
export function diagnoseCommand(tools: ListenerTools): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ ack, body, respond }) => {
    const { caller, text, channel, trigger } = readCommand(body);
    const listener = { user: caller.user, channel, respond };
    const words = plainWords(text, MOST_WORDS);
    const asking = guarded('/diagnose', caller, listener, tools, () =>
      askDesk({ words, signal: `command:${trigger}`, by: caller, place: { channel }, trigger, listener }, tools),
    );
    // Killed after the acknowledgement, the bot would lose what it has not kept yet, and nobody would hear of it; before it, Slack tells the
    // person. Keeping takes milliseconds; looking up who somebody is can take longer than an acknowledgement may.
    await within(KEEPING_MS, asking, tools.timing);
    await ack();
    await asking;
  };
}
