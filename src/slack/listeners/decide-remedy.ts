import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Pressed } from '../../flow/ports/alert-desk.js';
import type { DecidingPerson, RemedyDesk } from '../../flow/ports/remedy-desk.js';
import type { ChatMessage } from '../blocks/message.js';
import { type RemedySubject, readRemedyValue } from '../button-value.js';
import { notice } from '../notice.js';
import { readAction } from '../payloads.js';
import { remedySlot } from '../remedy-slot.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

export const NO_REMEDIES = 'This bot makes no changes at present, so this button can’t be used. Its operator can say more.';

/** A refusal of the desk for one person, and what else they should know of it. */
export function refusalNotice(says: string, more: readonly string[] = []): ChatMessage {
  return notice([`${says.slice(0, 1).toUpperCase()}${says.slice(1)}${/[.!?…]$/u.test(says) ? '' : '.'}`, ...more]);
}

/** What a button on the message of a remedy was pressed for. */
interface RemedyPress extends RemedySubject {
  readonly by: DecidingPerson;
  readonly remedyDesk: RemedyDesk;
}

/**
 * A button on the message of a remedy. What is decided is seen on the message; what is refused, the person alone is told. The value came
 * through the person's client: it counts only where the message of that very request stands, and the desk compares the digest.
 *
 * @param during the button's name, for the log
 * @param asksGroups whether it matters which user groups the person belongs to
 */
function remedyButton(
  during: string,
  asksGroups: boolean,
  press: (pressed: RemedyPress) => Promise<Pressed>,
  tools: ListenerTools,
): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, value, channel, thread } = readAction(body);
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded(during, caller, listener, tools, async () => {
      const { remedyDesk, standsIn, people, tell, logger } = tools;
      if (!remedyDesk) return tell(listener, notice([NO_REMEDIES]));
      const subject = readRemedyValue(value);
      const request = subject && (await remedyDesk.find(subject.request));
      const slot = request && remedySlot(request);
      // What the desk does not know either it refuses itself, and has it in its audit log.
      const isElsewhere = request !== undefined && !(slot !== undefined && channel && (await standsIn(slot, channel)));
      if (!subject || isElsewhere) {
        logger.warn({ user: caller.user, channel, value, during }, 'a button of a remedy was pressed where it does not stand');
        const press = { by: { id: caller.user }, button: during, channel: channel ?? '', value: value ?? '' };
        const refused = await remedyDesk.misplaced(press);
        return tell(listener, refusalNotice(refused.kind === 'refused' ? refused.says : ''));
      }
      const { groups, unread } = asksGroups ? await people.groupsOf(caller.user) : { groups: [], unread: [] };
      const pressed = await press({ ...subject, remedyDesk, by: { id: caller.user, groups } });
      if (pressed.kind === 'done') return;
      const unknown = `Slack does not say at present who belongs to ${unread.join(', ')}: if you are an approver by that user group, try again in a minute.`;
      await tell(listener, refusalNotice(pressed.says, unread.length > 0 ? [unknown] : []));
    });
  };
}

/** "Approve": with the last yes that is needed it is carried out. */
export function approveRemedy(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return remedyButton('“Approve”', true, ({ remedyDesk, request, digest, by }) => remedyDesk.approve(request, digest, by), tools);
}

/** "Reject": nothing is done. */
export function rejectRemedy(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return remedyButton('“Reject”', true, ({ remedyDesk, request, by }) => remedyDesk.reject(request, by), tools);
}

/** "I did it: verify": the evidence is looked at again. */
export function verifyRemedy(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return remedyButton(
    '“I did it: verify”',
    false,
    ({ remedyDesk, request, by: { id } }) => remedyDesk.verifyGuided(request, { id }),
    tools,
  );
}
