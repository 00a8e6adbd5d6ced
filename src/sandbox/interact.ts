import { elementsOf, type PlacedElement } from './block-ids.js';
import { fullState } from './input-state.js';
import { objectAt, objectsAt, textAt } from './json.js';
import { findView } from './modals.js';
import type { Message } from './nouns.js';
import type { Accepted, Act, InputState, Refused, SlackJson } from './page-api.js';
import { maySee } from './page-view.js';
import { messageActionPayload, viewActionPayload } from './payloads.js';
import { accepted, refused } from './speak.js';
import { findMessage } from './threads.js';
import type { Outcome, World } from './world.js';

/** All blocks of a message, its attachments' included. */
export function blocksOf(message: Message): readonly SlackJson[] {
  return [...message.blocks, ...message.attachments.flatMap(attachment => objectsAt(attachment, 'blocks'))];
}

/** Somebody uses a button, a select or another element of a message, a modal or the home tab. */
export async function act(world: World, { user: userId, container, blockId, actionId, action, state }: Act): Promise<Accepted | Refused> {
  const user = world.users.get(userId);
  if (!user) return refused('There is no such person here.');
  if (!world.manifest.interactivity) return refused('This app is not configured to handle interactive responses.');
  const find = (blocks: readonly SlackJson[]) => elementsOf(blocks).find(one => one.blockId === blockId && one.actionId === actionId);

  if (container.kind === 'view') {
    const view = findView(world, container.view);
    const placed = view?.user === userId ? find(objectsAt(view.content, 'blocks')) : undefined;
    if (!view || !placed) return refused('This is not there any more.');
    const done = performed(world, placed, action);
    view.state = fullState(objectsAt(view.content, 'blocks'), withChosen(state, placed, done));
    return answerTo(await world.line.deliver('interactive', viewActionPayload(world, { user, view, action: done })));
  }

  const channel = world.channels.get(container.channel);
  const message = findMessage(world, container.channel, container.ts);
  const visible = channel && maySee(channel, userId) && (message?.onlyFor === undefined || message.onlyFor === userId);
  if (!channel || !message || !visible || message.tombstone) return refused('This message was deleted.');
  const placed = find(blocksOf(message));
  if (!placed) return refused('This button is not there any more.');
  if (message.from !== 'bot') return refused('This belongs to another app.');
  const done = performed(world, placed, action);
  const payload = messageActionPayload(world, {
    user,
    channel,
    message,
    action: done,
    state: fullState(blocksOf(message), withChosen(state, placed, done)),
    responseUrl: world.responseUrls.give({
      user: userId,
      channel: channel.id,
      original: { channel: message.channel, ts: message.ts },
      ...(message.thread === undefined ? {} : { thread: message.thread }),
    }),
  });
  return answerTo(await world.line.deliver('interactive', payload));
}

/** The sentence that stands beside what was clicked when the app does not answer. */
export function answerTo(outcome: Outcome): Accepted | Refused {
  switch (outcome.kind) {
    case 'acknowledged':
      return accepted;
    case 'timed-out':
      return refused('This app did not respond in time. (operation_timeout)');
    case 'failed':
    case 'dropped':
      return refused('This app is not responding right now. (dispatch_failed)');
  }
}

/** What goes into `actions`: what the element is, and what the person chose. */
function performed(world: World, { element, blockId, actionId }: PlacedElement, choice: SlackJson): SlackJson {
  const kept = Object.fromEntries(
    ['type', 'text', 'value', 'style', 'url', 'confirm', 'placeholder', 'initial_option', 'icon'].flatMap(key =>
      element[key] === undefined ? [] : [[key, element[key]]],
    ),
  );
  return {
    ...kept,
    ...choice,
    ...chosenOptions(element, choice),
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    action_ts: world.ids.ts(),
  };
}

/** A choice by its value alone gets the option's text from the element. */
function chosenOptions(element: SlackJson, choice: SlackJson): SlackJson {
  const options = [...objectsAt(element, 'options'), ...objectsAt(element, 'option_groups').flatMap(group => objectsAt(group, 'options'))];
  const whole = (option: SlackJson) => options.find(({ value }) => value === option.value) ?? option;
  const one = objectAt(choice, 'selected_option');
  return {
    ...(one ? { selected_option: whole(one) } : {}),
    ...(Array.isArray(choice.selected_options) ? { selected_options: objectsAt(choice, 'selected_options').map(whole) } : {}),
  };
}

const STATEFUL = /^(?:selected_|value$|rich_text_value$|files$)/u;

function withChosen(state: InputState, { element, blockId, actionId }: PlacedElement, done: SlackJson): InputState {
  const type = textAt(element, 'type') ?? '';
  if (/button|overflow/u.test(type) && type !== 'radio_buttons') return state;
  const value = { type, ...Object.fromEntries(Object.entries(done).filter(([key]) => STATEFUL.test(key))) };
  return { ...state, [blockId]: { ...state[blockId], [actionId]: value } };
}
