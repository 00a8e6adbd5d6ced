import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { AlertDesk, Pressed } from '../../flow/ports/alert-desk.js';
import type { Person } from '../../model/incident.js';
import { notice } from '../notice.js';
import { type ActionPayload, readAction } from '../payloads.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';
import { pressedIncident } from './pressed-incident.js';

export const GONE = 'I don’t have this incident any more, or its card is from another channel. /faultline incidents lists what I have.';
const NO_ALERTS = 'This bot takes in no alerts at present, so its cards can’t be used. Its operator can say more.';

/** What a button on a card was pressed for. */
export interface CardPress {
  readonly incident: string;
  readonly by: Person;
  readonly alertDesk: AlertDesk;
  readonly payload: ActionPayload & { readonly channel: string };
}

/**
 * A button on the card of an alert incident. What is done is seen on the card; what is refused, the person alone is told.
 *
 * @param during the button's name, for the log
 */
export function cardButton(
  during: string,
  press: (pressed: CardPress) => Promise<Pressed>,
  tools: ListenerTools,
): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, body, respond }) => {
    await ack();
    const payload = readAction(body);
    const { caller, value, channel, thread } = payload;
    const listener = { user: caller.user, respond, ...(channel ? { channel } : {}), ...(thread ? { thread } : {}) };
    await guarded(during, caller, listener, tools, async () => {
      const { alertDesk, tell } = tools;
      const incident = await pressedIncident(value, channel, tools);
      if (!alertDesk || !incident || !channel) return tell(listener, notice([alertDesk ? GONE : NO_ALERTS]));
      const pressed = await press({ incident, by: { id: caller.user }, alertDesk, payload: { ...payload, channel } });
      if (pressed.kind === 'refused') await tell(listener, notice([pressed.says]));
    });
  };
}
