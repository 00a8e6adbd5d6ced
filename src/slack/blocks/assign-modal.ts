import type { ModalView } from '@slack/types';
import { FIELD, VIEW } from '../action-ids.js';
import { type IncidentMemory, writeIncidentMemory } from './incident-memory.js';
import { plainText } from './rich.js';

/** Asks who takes care of the incident; `user` is chosen first. */
export function assignModal(user: string, memory: IncidentMemory): ModalView {
  return {
    type: 'modal',
    callback_id: VIEW.assign,
    title: plainText('Assign', 24),
    submit: plainText('Assign', 24),
    close: plainText('Cancel', 24),
    private_metadata: writeIncidentMemory(memory),
    blocks: [
      {
        type: 'input',
        block_id: FIELD.assignee,
        label: plainText('Who takes care of it?', 2000),
        hint: plainText('The name stands on the card.', 2000),
        element: { type: 'users_select', action_id: FIELD.assignee, initial_user: user },
      },
    ],
  };
}
