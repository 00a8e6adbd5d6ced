import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Pressed } from '../../flow/ports/alert-desk.js';
import { assignModal } from '../blocks/assign-modal.js';
import type { IncidentMemory } from '../blocks/incident-memory.js';
import { silenceModal } from '../blocks/silence-modal.js';
import { sayTrouble, troubleOf } from '../messenger/trouble.js';
import type { ListenerTools } from '../tools.js';
import { type CardPress, cardButton, GONE } from './card-button.js';

const DONE: Pressed = { kind: 'done' };
const refused = (says: string): Pressed => ({ kind: 'refused', says });

function memoryOf({ incident, payload: { channel, thread } }: CardPress): IncidentMemory {
  return { incident, channel, ...(thread ? { thread } : {}) };
}

async function open(view: ModalView, { payload: { trigger } }: CardPress, { clients, logger }: ListenerTools): Promise<Pressed> {
  try {
    await clients.views.views.open({ trigger_id: trigger, view });
    return DONE;
  } catch (error) {
    logger.warn({ why: sayTrouble(troubleOf(error)) }, 'a modal of a card could not be opened');
    return refused('Slack did not open the window in time. Press the button again.');
  }
}

/** "Silence…": shows what would be silent, and asks how long and why. */
export function silencePressed(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return cardButton(
    '“Silence…”',
    async press => {
      const matchers = await press.alertDesk.matchers(press.incident);
      if (!matchers) return refused(GONE);
      if (matchers.length === 0)
        return refused('The alerts of this incident share no label, so a silence would match everything. Make it in Alertmanager itself.');
      return open(silenceModal(matchers, memoryOf(press)), press, tools);
    },
    tools,
  );
}

/** "Assign…": asks to whom. */
export function assignPressed(tools: ListenerTools): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return cardButton('“Assign…”', press => open(assignModal(press.by.id, memoryOf(press)), press, tools), tools);
}
