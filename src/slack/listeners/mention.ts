import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { notice } from '../notice.js';
import { readMention } from '../payloads.js';
import { plainWords } from '../plain-words.js';
import type { ListenerTools } from '../tools.js';
import { MOST_WORDS } from './diagnose-command.js';
import { guarded } from './guarded.js';

const HOW = 'Tell me what you see and where, for example: @Faultline connection refused on api-1 port=8080. Or type /faultline help.';

/**
 * `@Faultline WORDS`. In a thread the answer comes in that thread; else the card begins one. An event brings no trigger, so what is
 * missing is asked for in words. Another bot gets no answer: two bots that answer each other never end.
 */
export function mention(tools: ListenerTools): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  return async ({ body }) => {
    const { caller, event, text, channel, thread } = readMention(body);
    if (!caller) {
      tools.logger.info({ channel, event }, 'a bot mentioned Faultline: not answered');
      return;
    }
    const listener = { user: caller.user, channel, ...(thread ? { thread } : {}) };
    const words = plainWords(text, MOST_WORDS);
    await guarded('a mention', caller, listener, tools, async () => {
      if (words === '') return tools.tell(listener, notice([HOW]));
      await askDesk({ words, signal: `mention:${event}`, by: caller, place: { channel, ...(thread ? { thread } : {}) }, listener }, tools);
    });
  };
}
