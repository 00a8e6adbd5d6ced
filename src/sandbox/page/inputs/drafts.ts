import type { InputState, SlackJson } from '../../page-api.js';
import { flagAt, objectAt, objectsAt, textAt } from '../json.js';
import { initialValue, isEmptyValue } from './input-value.js';

/** What a person has typed or chosen in a message or view, kept while its blocks are drawn again. */
export interface Drafts {
  /** Undefined: untouched. */
  readonly get: (blockId: string, actionId: string) => SlackJson | undefined;
  readonly set: (blockId: string, actionId: string, value: SlackJson) => void;
}

export function createDrafts(): Drafts {
  const values = new Map<string, SlackJson>();
  const key = (blockId: string, actionId: string): string => JSON.stringify([blockId, actionId]);
  return {
    get: (blockId, actionId) => values.get(key(blockId, actionId)),
    set: (blockId, actionId, value) => void values.set(key(blockId, actionId), value),
  };
}

function elementsOf(block: SlackJson): readonly SlackJson[] {
  const single = objectAt(block, 'element') ?? objectAt(block, 'accessory');
  return [...(single ? [single] : []), ...(textAt(block, 'type') === 'actions' ? objectsAt(block, 'elements') : [])];
}

/** The state of all inputs, as Slack sends it with every action and submission. */
export function inputState(blocks: readonly SlackJson[], drafts: Drafts): InputState {
  const state: Record<string, Record<string, SlackJson>> = {};
  for (const block of blocks) {
    const blockId = textAt(block, 'block_id');
    for (const element of elementsOf(block)) {
      const actionId = textAt(element, 'action_id');
      const value = drafts.get(blockId, actionId) ?? initialValue(element);
      if (value) state[blockId] = { ...state[blockId], [actionId]: value };
    }
  }
  return state;
}

function problemOf(block: SlackJson, drafts: Drafts): string | undefined {
  const element = objectAt(block, 'element');
  if (textAt(block, 'type') !== 'input' || !element) return undefined;
  const value = drafts.get(textAt(block, 'block_id'), textAt(element, 'action_id')) ?? initialValue(element);
  if (!isEmptyValue(value)) return undefined;
  return flagAt(block, 'optional') ? undefined : 'Please fill this in.';
}

/** What the person has to fill in before the view can be submitted, by block_id. */
export function unfilled(blocks: readonly SlackJson[], drafts: Drafts): Readonly<Record<string, string>> {
  const found = blocks.map(block => [textAt(block, 'block_id'), problemOf(block, drafts)] as const);
  return Object.fromEntries(found.flatMap(([blockId, says]) => (says === undefined ? [] : [[blockId, says]])));
}
