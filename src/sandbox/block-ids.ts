import { isObject, objectAt, objectsAt, textAt } from './json.js';
import type { SlackJson } from './page-api.js';

/** Blocks with a `block_id` each and elements with an `action_id` each: Slack makes up what is missing. */
export function withBlockIds(blocks: readonly SlackJson[], makeId: () => string): readonly SlackJson[] {
  const withActionId = (element: SlackJson): SlackJson =>
    element.type === 'image' || element.action_id !== undefined ? element : { ...element, action_id: makeId() };
  return blocks.map(block => {
    const element = objectAt(block, 'element');
    const accessory = objectAt(block, 'accessory');
    const takesActions = block.type === 'actions' || block.type === 'context_actions';
    return {
      ...block,
      ...(Array.isArray(block.child_blocks) ? { child_blocks: withBlockIds(objectsAt(block, 'child_blocks'), makeId) } : {}),
      ...(element ? { element: withActionId(element) } : {}),
      ...(accessory ? { accessory: withActionId(accessory) } : {}),
      ...(takesActions ? { elements: objectsAt(block, 'elements').map(withActionId) } : {}),
      block_id: textAt(block, 'block_id') ?? makeId(),
    };
  });
}

/** An element that people can use, and the block it stands in. */
export interface PlacedElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: SlackJson;
  readonly block: SlackJson;
}

/** All usable elements of blocks, in their order. */
export function elementsOf(blocks: readonly SlackJson[]): readonly PlacedElement[] {
  return blocks.flatMap(block => {
    const inside = [
      ...(block.type === 'actions' || block.type === 'context_actions' ? objectsAt(block, 'elements') : []),
      ...[objectAt(block, 'accessory'), objectAt(block, 'element')].filter(isObject),
      ...(block.type === 'card' ? objectsAt(block, 'actions') : []),
    ];
    const own = inside.flatMap(element => {
      const actionId = textAt(element, 'action_id');
      return actionId === undefined ? [] : [{ blockId: textAt(block, 'block_id') ?? '', actionId, element, block }];
    });
    return [
      ...own,
      ...elementsOf([...objectsAt(block, 'child_blocks'), ...(block.type === 'carousel' ? objectsAt(block, 'elements') : [])]),
    ];
  });
}
