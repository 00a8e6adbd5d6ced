import type { SlackJson } from '../../page-api.js';
import { drawTextObject } from '../draw/draw-text.js';
import { freshId, h, on } from '../draw/element.js';
import { initialValue } from '../inputs/input-value.js';
import { chosenValue, chosenValues, optionGroups } from '../inputs/options.js';
import { objectAt, objectOf, objectsAt, textAt, textsAt, wordsAt } from '../json.js';
import type { BlockContext, ElementPlace } from './context.js';
import { changed } from './dispatch.js';
import { naming } from './naming.js';

function valueNow(element: SlackJson, place: ElementPlace, context: BlockContext): SlackJson | undefined {
  return context.drafts.get(place.blockId, place.actionId) ?? initialValue(element);
}

/** A native select: it is the one that phones and screen readers know. */
function drawSelect(
  element: SlackJson,
  place: ElementPlace,
  groups: readonly { readonly label: string; readonly options: readonly { readonly value: string; readonly words: string }[] }[],
  chosen: string,
  choose: (value: string) => Promise<boolean>,
): HTMLElement {
  const select = h(
    'select',
    { class: 'select', ...naming(place) },
    h('option', { value: '' }, wordsAt(element, 'placeholder') || 'Choose one'),
    ...groups.map(group => {
      const options = group.options.map(({ value, words }) => h('option', { value, selected: value === chosen }, words));
      return group.label === '' ? undefined : h('optgroup', { label: group.label }, ...options);
    }),
    ...groups.flatMap(group =>
      group.label === '' ? group.options.map(({ value, words }) => h('option', { value, selected: value === chosen }, words)) : [],
    ),
  );
  let last = chosen;
  return on(select, 'change', () => {
    const value = select.value;
    void choose(value).then(sent => {
      if (sent) last = value;
      else select.value = last;
    });
  });
}

export function drawStaticSelect(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const groups = optionGroups(element).map(({ label, options }) => ({
    label,
    options: options.map(option => ({ value: textAt(option, 'value'), words: wordsAt(option, 'text') })),
  }));
  const all = optionGroups(element).flatMap(({ options }) => options);
  return drawSelect(element, place, groups, chosenValue(valueNow(element, place, context)), value => {
    const option = all.find(one => textAt(one, 'value') === value) ?? null;
    return changed(element, place, { type: textAt(element, 'type'), selected_option: option }, context);
  });
}

/** A select over people or channels: `selected_user`, `selected_channel`, `selected_conversation`. */
export function drawIdSelect(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const type = textAt(element, 'type');
  const key = { users_select: 'selected_user', channels_select: 'selected_channel' }[type] ?? 'selected_conversation';
  const options =
    type === 'users_select'
      ? context.people().map(({ id, realName, name }) => ({ value: id, words: realName || name }))
      : context
          .channels()
          .filter(({ kind, archived }) => !archived && (type === 'conversations_select' || kind === 'channel'))
          .map(({ id, kind, name }) => ({ value: id, words: kind === 'direct' ? name : `#${name}` }));
  const chosen = textAt(valueNow(element, place, context) ?? {}, key);
  return drawSelect(element, place, [{ label: '', options }], chosen, value =>
    changed(element, place, { type, [key]: value === '' ? null : value }, context),
  );
}

interface Choice {
  readonly value: string;
  readonly content: readonly Node[];
}

function drawChoices(
  kind: 'radio' | 'checkbox',
  place: ElementPlace,
  choices: readonly Choice[],
  chosen: readonly string[],
  look: string,
  choose: (values: readonly string[]) => Promise<boolean>,
): HTMLElement {
  const name = freshId('choice');
  const inputs = choices.map(({ value }) =>
    h('input', { type: kind, name, value, checked: chosen.includes(value), 'data-key': `${place.blockId}/${place.actionId}/${value}` }),
  );
  const rows = choices.map(({ content }, index) => h('label', { class: 'choice' }, inputs[index], h('span', {}, ...content)));
  const { 'data-key': _, ...named } = naming(place);
  const group = h('div', { class: look, role: kind === 'radio' ? 'radiogroup' : 'group', ...named }, ...rows);
  let last = chosen;
  return on(group, 'change', () => {
    const values = inputs.filter(({ checked }) => checked).map(({ value }) => value);
    void choose(values).then(sent => {
      if (sent) last = values;
      else for (const input of inputs) input.checked = last.includes(input.value);
    });
  });
}

function optionChoice(option: SlackJson, context: BlockContext): Choice {
  const description = objectAt(option, 'description');
  return {
    value: textAt(option, 'value'),
    content: [
      drawTextObject(objectOf(option.text), context),
      ...(description ? [h('span', { class: 'choice-detail' }, drawTextObject(description, context))] : []),
    ],
  };
}

export function drawRadioButtons(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const options = objectsAt(element, 'options');
  const chosen = chosenValue(valueNow(element, place, context));
  return drawChoices(
    'radio',
    place,
    options.map(option => optionChoice(option, context)),
    [chosen],
    'choices',
    ([value]) => {
      const option = options.find(one => textAt(one, 'value') === value) ?? null;
      return changed(element, place, { type: 'radio_buttons', selected_option: option }, context);
    },
  );
}

/** Checkboxes, and a `multi_static_select` as a box of them that scrolls when there are many. */
export function drawCheckboxes(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const type = textAt(element, 'type');
  const options = optionGroups(element).flatMap(group => group.options);
  const chosen = chosenValues(valueNow(element, place, context));
  const look = type === 'checkboxes' ? 'choices' : 'choices choices-many';
  return drawChoices(
    'checkbox',
    place,
    options.map(option => optionChoice(option, context)),
    chosen,
    look,
    values =>
      changed(element, place, { type, selected_options: options.filter(option => values.includes(textAt(option, 'value'))) }, context),
  );
}

export function drawManyPeople(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const choices = context.people().map(({ id, realName, name }) => ({ value: id, content: [document.createTextNode(realName || name)] }));
  const chosen = textsAt(valueNow(element, place, context) ?? {}, 'selected_users');
  return drawChoices('checkbox', place, choices, chosen, 'choices choices-many', values =>
    changed(element, place, { type: 'multi_users_select', selected_users: values }, context),
  );
}
