import type { SlackJson } from '../../page-api.js';
import { numberAt, objectAt, objectsAt, textAt, textsAt } from '../json.js';

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** The value with which an element begins, in the form of Slack's `state.values`; undefined for elements without a state, such as buttons. */
export function initialValue(element: SlackJson): SlackJson | undefined {
  const type = textAt(element, 'type');
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: orNull(textAt(element, 'initial_value')) };
    case 'number_input': {
      const number = numberAt(element, 'initial_value');
      return { type, value: number === undefined ? null : String(number) };
    }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: objectAt(element, 'initial_option') ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: objectsAt(element, 'initial_options') };
    case 'users_select':
      return { type, selected_user: orNull(textAt(element, 'initial_user')) };
    case 'multi_users_select':
      return { type, selected_users: textsAt(element, 'initial_users') };
    case 'channels_select':
      return { type, selected_channel: orNull(textAt(element, 'initial_channel')) };
    case 'conversations_select':
      return { type, selected_conversation: orNull(textAt(element, 'initial_conversation')) };
    case 'datepicker':
      return { type, selected_date: orNull(textAt(element, 'initial_date')) };
    case 'timepicker':
      return { type, selected_time: orNull(textAt(element, 'initial_time')) };
    case 'datetimepicker':
      return { type, selected_date_time: numberAt(element, 'initial_date_time') ?? null };
    default:
      return undefined;
  }
}

/** True when the person has left it empty. */
export function isEmptyValue(value: SlackJson | undefined): boolean {
  if (!value) return true;
  const content = Object.entries(value).find(([key]) => key !== 'type')?.[1];
  return (
    content === null ||
    content === undefined ||
    (typeof content === 'string' && content.trim() === '') ||
    (Array.isArray(content) && content.length === 0)
  );
}
