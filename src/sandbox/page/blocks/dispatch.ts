import type { SlackJson } from '../../page-api.js';
import { objectAt } from '../json.js';
import { askToConfirm } from './confirm-dialog.js';
import type { BlockContext, ElementPlace } from './context.js';

/** Sends an element's action, after its confirm dialog where it has one; the control is busy until the workspace has answered. False: the person decided against it. */
export async function dispatch(
  element: SlackJson,
  place: ElementPlace,
  action: SlackJson,
  context: BlockContext,
  control?: HTMLElement,
): Promise<boolean> {
  const confirm = objectAt(element, 'confirm');
  if (confirm && !(await askToConfirm(confirm, context))) return false;
  control?.setAttribute('aria-busy', 'true');
  await context.act(place.blockId, place.actionId, action);
  control?.removeAttribute('aria-busy');
  return true;
}

/** Keeps what was typed or chosen, and tells the bot at once where the element stands outside an `input` block. */
export async function changed(element: SlackJson, place: ElementPlace, value: SlackJson, context: BlockContext): Promise<boolean> {
  if (!place.dispatches) {
    context.drafts.set(place.blockId, place.actionId, value);
    return true;
  }
  const before = context.drafts.get(place.blockId, place.actionId);
  context.drafts.set(place.blockId, place.actionId, value);
  const sent = await dispatch(element, place, value, context);
  if (!sent && before) context.drafts.set(place.blockId, place.actionId, before);
  return sent;
}
