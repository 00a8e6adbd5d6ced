import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Desk } from '../../flow/ports.js';
import type { Question } from '../../model/incident.js';
import { openIncident } from '../ask-desk.js';
import { type ModalAnswer, modalErrors, readModalAnswer } from '../blocks/modal-answer.js';
import { readMemory } from '../blocks/modal-memory.js';
import { notice } from '../notice.js';
import { readSubmission } from '../payloads.js';
import { type Timing, within } from '../timing.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

// Slack waits 3 s for the answer that puts sentences below the fields; the modal stays open until then.
const CHECK_MS = 1_500;

/** The answer as somebody would have typed it. */
function asTyped({ symptom, hosts, service, port, url, params }: ModalAnswer): string {
  const where = hosts[0] ?? service;
  return [symptom, where ? `on ${where}` : '', port ? `port=${port}` : '', url ? `url=${url}` : '', ...params]
    .filter(part => part !== '')
    .join(' ');
}

/** What is wrong with a filled-in modal, one sentence each; none when it can be asked, or when that takes too long to find out. */
async function problemsOf(answer: ModalAnswer, desk: Desk, timing: Timing): Promise<readonly string[]> {
  // Several hosts have no typed form here: the run itself says what is wrong with them.
  if (answer.hosts.length > 1) return [];
  const reading = await within(
    CHECK_MS,
    desk.read(asTyped(answer)).catch(() => undefined),
    timing,
  );
  return reading?.kind === 'refused' ? reading.says : [];
}

/** The asking modal was sent off. One modal opens one incident, however often it is sent. */
export function diagnoseSubmission(tools: ListenerTools): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  const { desk, timing } = tools;
  return async ({ ack, body }) => {
    const { caller, view, metadata, values } = readSubmission(body);
    const answer = readModalAnswer(
      values,
      desk.known().services.map(({ name }) => name),
    );
    const errors = modalErrors(await problemsOf(answer, desk, timing));
    if (Object.keys(errors).length > 0) {
      await ack({ response_action: 'errors', errors });
      return;
    }
    await ack();
    const memory = readMemory(metadata);
    // Opened on the App Home: there is no channel, so the answer comes directly.
    const place = memory?.place ?? { channel: caller.user };
    const listener = { user: caller.user, channel: place.channel, ...(place.thread ? { thread: place.thread } : {}) };
    await guarded('the asking modal', caller, listener, tools, async () => {
      if (!memory)
        return tools.tell(listener, notice(['This window was from an older version of Faultline. Type /diagnose to open a new one.']));
      const typed = asTyped(answer);
      const question: Question = { ...answer, words: memory.words === '' ? typed : memory.words };
      await openIncident(question, { signal: `view:${view}`, by: caller, place, listener }, tools);
    });
  };
}
