import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { sayTrouble, troubleOf } from '../messenger/trouble.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';
import { pressedSubject } from './pressed-subject.js';

// A snippet is cut at 1 MB (slack.md §2.1); nobody reads more in a chat, and the capture has the rest.
const MOST_BYTES = 900_000;
const CUT = '\n\n[cut here: the rest is in the capture; faultline replay shows it]\n';

/** At most so many bytes of UTF-8, and no half of a character at the end. */
function bounded(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MOST_BYTES) return text;
  return new TextDecoder().decode(bytes.subarray(0, MOST_BYTES)).replace(/\uFFFD+$/u, '') + CUT;
}

/** The "Show everything" button: the full evidence of the run, as a text file in the thread. */
export function showEverything(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    const { clients, desk, justUploaded, logger, tell, timing } = tools;
    await guarded('“Show everything”', caller, listener, tools, async () => {
      const subject = await pressedSubject(value, channel, tools);
      const text = subject && (await desk.evidence(subject.incident, subject.run));
      if (!subject || text === undefined || !channel || !thread) {
        await tell(listener, notice(['I don’t have the evidence of this run any more. Press “Run again” to look anew.']));
        return;
      }
      const key = JSON.stringify([subject, channel, thread]);
      if (justUploaded.seen(key, timing.clock.now() * 1000)) {
        await tell(listener, notice(['The file is already in this thread, or on its way.']));
        return;
      }
      const name = `${subject.incident}-run-${subject.run}.txt`;
      try {
        // Without alt text: a file with one may never be shared (python-slack-sdk #1818).
        await clients.files.files.uploadV2({
          channel_id: channel,
          thread_ts: thread,
          filename: name,
          title: `Everything that run ${subject.run} saw`,
          content: bounded(text),
        });
      } catch (error) {
        justUploaded.forget(key);
        const why = sayTrouble(troubleOf(error));
        logger.warn({ incident: subject.incident, why }, 'the evidence could not be uploaded');
        await tell(
          listener,
          notice([
            `Slack did not take the file (${why}). Try again in a minute, or read it on the bot's machine: ${name} is incident ${subject.incident}.`,
          ]),
        );
      }
    });
  };
}
