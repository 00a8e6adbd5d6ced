import { elementsOf } from './block-ids.js';
import { fullState, missingInputs } from './input-state.js';
import { flagAt, isObject, objectAt, objectsAt, textAt } from './json.js';
import { checkView } from './limits/view.js';
import { closeViews, findView, MOST_MODALS, openView, updateView } from './modals.js';
import type { User, View } from './nouns.js';
import type { Accepted, Refused, SlackJson, Submit, SubmitErrors } from './page-api.js';
import { closedPayload, submissionPayload } from './payloads.js';
import { accepted, refused } from './speak.js';
import type { World } from './world.js';

/** What Slack shows in a modal whose app does not answer, or answers with nonsense. */
const TROUBLE = 'We had some trouble connecting. Try again?';

/** Somebody submits the topmost modal. */
export async function submitView(world: World, { user: userId, view: viewId, state }: Submit): Promise<Accepted | Refused | SubmitErrors> {
  const user = world.users.get(userId);
  const view = world.modals.get(userId)?.at(-1);
  if (!user || view?.id !== viewId) return refused('This dialog is not open any more.');
  const blocks = objectsAt(view.content, 'blocks');
  view.state = fullState(blocks, state);
  const missing = missingInputs(blocks, view.state);
  if (Object.keys(missing).length > 0) return { ok: false, errors: missing };

  const outcome = await world.line.deliver('interactive', submissionPayload(world, user, view, responseUrls(world, user, view)));
  if (outcome.kind !== 'acknowledged') return refused(TROUBLE);
  // While the app thought, the person may have closed the dialog.
  if (world.modals.get(userId)?.at(-1) !== view) return accepted;
  return follow(world, user, view, outcome.payload ?? {});
}

function follow(world: World, user: User, view: View, answer: SlackJson): Accepted | Refused | SubmitErrors {
  const next = objectAt(answer, 'view');
  switch (textAt(answer, 'response_action')) {
    case undefined:
      closeViews(world, user.id, false);
      return accepted;
    case 'clear':
      closeViews(world, user.id, true);
      return accepted;
    case 'errors':
      return errorsOf(view, objectAt(answer, 'errors') ?? {});
    case 'update':
      if (!next || checkView(next, 'modal')) return refused(TROUBLE);
      updateView(world, view, next);
      return accepted;
    case 'push':
      if (!next || checkView(next, 'modal') || (world.modals.get(user.id) ?? []).length >= MOST_MODALS) return refused(TROUBLE);
      openView(world, user.id, next, 'push');
      return accepted;
    default:
      return refused(TROUBLE);
  }
}

/** Errors can only stand beside input blocks of this view; Slack takes no others. */
function errorsOf(view: View, given: SlackJson): Refused | SubmitErrors {
  const inputs = new Set(objectsAt(view.content, 'blocks').flatMap(block => (block.type === 'input' ? [textAt(block, 'block_id')] : [])));
  const errors = Object.entries(given).flatMap(([block, says]): [string, string][] => (typeof says === 'string' ? [[block, says]] : []));
  if (errors.length === 0 || errors.some(([block]) => !inputs.has(block))) return refused(TROUBLE);
  return { ok: false, errors: Object.fromEntries(errors) };
}

/** Conversation selects with `response_url_enabled` give the app a way to write there. */
function responseUrls(world: World, user: User, view: View): readonly SlackJson[] {
  return elementsOf(objectsAt(view.content, 'blocks')).flatMap(({ element, blockId, actionId }) => {
    const value = view.state[blockId]?.[actionId] ?? {};
    const channel = textAt(value, 'selected_conversation') ?? textAt(value, 'selected_channel');
    if (!flagAt(element, 'response_url_enabled') || channel === undefined) return [];
    return [
      { block_id: blockId, action_id: actionId, channel_id: channel, response_url: world.responseUrls.give({ user: user.id, channel }) },
    ];
  });
}

/** Somebody closes the topmost modal; with `clear_on_close` those below go too. */
export async function closeView(world: World, userId: string, viewId: string): Promise<Accepted> {
  const user = world.users.get(userId);
  const view = findView(world, viewId);
  if (!user || !view || world.modals.get(userId)?.at(-1) !== view) return accepted;
  const clear = flagAt(view.content, 'clear_on_close');
  const gone = closeViews(world, userId, clear);
  // The dialog is gone at once; nobody waits for the app to hear of it.
  for (const one of gone)
    if (flagAt(one.content, 'notify_on_close')) void world.line.deliver('interactive', closedPayload(world, user, one, clear));
  return accepted;
}

/** The state of a modal's inputs from values by action id. */
export function stateByActionId(view: View, values: { readonly [actionId: string]: SlackJson }): Submit['state'] {
  const state: Record<string, Record<string, SlackJson>> = { ...fullState(objectsAt(view.content, 'blocks'), view.state) };
  for (const { blockId, actionId, element } of elementsOf(objectsAt(view.content, 'blocks'))) {
    const value = values[actionId];
    if (isObject(value)) state[blockId] = { ...state[blockId], [actionId]: { type: element.type, ...value } };
  }
  return state;
}
