import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { AlertDesk, Pressed } from '../../flow/ports/alert-desk.js';
import { FIELD, type FieldId } from '../action-ids.js';
import { readIncidentMemory } from '../blocks/incident-memory.js';
import { readDuration } from '../blocks/silence-modal.js';
import { notice } from '../notice.js';
import { readSubmission, type SubmissionPayload } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { GONE } from './card-button.js';
import { guarded } from './guarded.js';

/** What a submitted modal means, or what is wrong with it, below which field. */
type Meant =
  | { readonly kind: 'press'; readonly press: (incident: string, alertDesk: AlertDesk) => Promise<Pressed> }
  | { readonly kind: 'wrong'; readonly field: FieldId; readonly says: string };

function submission(
  during: string,
  meant: (payload: SubmissionPayload) => Promise<Meant>,
  tools: ListenerTools,
): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body }) => {
    const payload = readSubmission(body);
    const { caller, metadata } = payload;
    const wanted = await meant(payload);
    if (wanted.kind === 'wrong') {
      await ack({ response_action: 'errors', errors: { [wanted.field]: wanted.says } });
      return;
    }
    await ack();
    const memory = readIncidentMemory(metadata);
    const listener = {
      user: caller.user,
      ...(memory ? { channel: memory.channel } : {}),
      ...(memory?.thread ? { thread: memory.thread } : {}),
    };
    await guarded(during, caller, listener, tools, async () => {
      const { alertDesk, standsIn, tell } = tools;
      const isThere = memory && (await standsIn(`${memory.incident}/card`, memory.channel));
      if (!alertDesk || !memory || !isThere) return tell(listener, notice([GONE]));
      const pressed = await wanted.press(memory.incident, alertDesk);
      if (pressed.kind === 'refused') await tell(listener, notice([pressed.says]));
    });
  };
}

/** The modal behind "Silence…" was sent off. */
export function silenceSubmission(tools: ListenerTools): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return submission(
    'the silencing modal',
    async ({ caller, values }) => {
      const seconds = readDuration(values[FIELD.duration]);
      const reason = values[FIELD.reason] ?? '';
      if (seconds === undefined) return { kind: 'wrong', field: FIELD.duration, says: 'Choose one of the times.' };
      if (reason === '') return { kind: 'wrong', field: FIELD.reason, says: 'Say why, so that others know.' };
      return {
        kind: 'press',
        press: async (incident, alertDesk) => {
          const author = await tools.people.nameOf(caller.user);
          return alertDesk.silence(incident, { seconds, reason, author }, { id: caller.user });
        },
      };
    },
    tools,
  );
}

/** The modal behind "Assign…" was sent off. */
export function assignSubmission(tools: ListenerTools): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return submission(
    'the assigning modal',
    async ({ caller, values }) => {
      const to = values[FIELD.assignee] ?? '';
      const why = to === '' ? 'Choose somebody.' : await tools.people.whyNotResponsible(to);
      if (why !== undefined) return { kind: 'wrong', field: FIELD.assignee, says: why };
      return { kind: 'press', press: (incident, alertDesk) => alertDesk.assign(incident, { id: to }, { id: caller.user }) };
    },
    tools,
  );
}
