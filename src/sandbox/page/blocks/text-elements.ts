import type { SlackJson } from '../../page-api.js';
import { h, on } from '../draw/element.js';
import { initialValue } from '../inputs/input-value.js';
import { flagAt, numberAt, objectOf, textAt, textsAt, wordsAt } from '../json.js';
import type { BlockContext, ElementPlace } from './context.js';
import { changed, dispatch } from './dispatch.js';
import { naming } from './naming.js';

const TYPES: Readonly<Record<string, string>> = { email_text_input: 'email', url_text_input: 'url', number_input: 'text' };

/** A line or a box of text. What is typed is kept at each key; the bot hears of it where `dispatch_action_config` asks for that. */
export function drawTextInput(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const type = textAt(element, 'type');
  const isMultiline = flagAt(element, 'multiline');
  const attributes = {
    class: 'field',
    ...naming(place),
    placeholder: wordsAt(element, 'placeholder') || undefined,
    maxlength: numberAt(element, 'max_length'),
    autocomplete: 'off',
  };
  const control = isMultiline
    ? h('textarea', { ...attributes, rows: 4 })
    : h('input', { ...attributes, type: TYPES[type] ?? 'text', inputmode: type === 'number_input' ? 'decimal' : undefined });
  control.value = textAt(context.drafts.get(place.blockId, place.actionId) ?? initialValue(element) ?? {}, 'value');
  const value = (): SlackJson => ({ type, value: control.value === '' ? null : control.value });
  const triggers = textsAt(objectOf(element.dispatch_action_config), 'trigger_actions_on');
  control.addEventListener('input', () => {
    context.drafts.set(place.blockId, place.actionId, value());
    if (place.dispatches && triggers.includes('on_character_entered')) void dispatch(element, place, value(), context);
  });
  const asksOnEnter = place.dispatches && (triggers.length === 0 || triggers.includes('on_enter_pressed'));
  return on(control, 'keydown', event => {
    if (event.key !== 'Enter' || event.isComposing || isMultiline || !asksOnEnter) return;
    event.preventDefault();
    void dispatch(element, place, value(), context);
  });
}

const PICKERS: Readonly<Record<string, { readonly input: string; readonly key: string }>> = {
  datepicker: { input: 'date', key: 'selected_date' },
  timepicker: { input: 'time', key: 'selected_time' },
  datetimepicker: { input: 'datetime-local', key: 'selected_date_time' },
};

/** `2026-11-21T14:02` in the reader's own time zone, which is what the browser's picker works with. */
function localMinute(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The browser's own picker for a date, a time or both. */
export function drawPicker(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const type = textAt(element, 'type');
  const { input: inputType, key } = PICKERS[type] ?? { input: 'date', key: 'selected_date' };
  const input = h('input', { class: 'field field-picker', type: inputType, ...naming(place) });
  const now = context.drafts.get(place.blockId, place.actionId) ?? initialValue(element) ?? {};
  const seconds = numberAt(now, key);
  input.value = type === 'datetimepicker' && seconds !== undefined ? localMinute(seconds) : textAt(now, key);
  return on(input, 'change', () => {
    const chosen = type === 'datetimepicker' ? Math.floor(new Date(input.value).getTime() / 1000) : input.value;
    void changed(element, place, { type, [key]: input.value === '' ? null : chosen }, context);
  });
}
