import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import { shareFile } from '../share-file.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';
import { pressedSubject } from './pressed-subject.js';

/** The "Show everything" button: the full evidence of the run, as a text file in the thread. */
export function showEverything(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    const { desk, tell } = tools;
    await guarded('“Show everything”', caller, listener, tools, async () => {
      const subject = await pressedSubject(value, channel, tools);
      const text = subject && (await desk.evidence(subject.incident, subject.run));
      if (!subject || text === undefined || !channel || !thread) {
        await tell(listener, notice(['I don’t have the evidence of this run any more. Press “Run again” to look anew.']));
        return;
      }
      const { incident, run } = subject;
      const name = `${incident}-run-${run}.txt`;
      await shareFile(
        {
          channel,
          thread,
          name,
          title: `Everything that run ${run} saw`,
          text,
          cut: 'cut here: the rest is in the capture; faultline replay shows it',
          instead: `read it on the bot's machine: ${name} is incident ${incident}.`,
        },
        listener,
        tools,
      );
    });
  };
}
