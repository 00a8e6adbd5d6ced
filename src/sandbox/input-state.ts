import { elementsOf } from './block-ids.js';
import { textAt } from './json.js';
import type { InputState, SlackJson } from './page-api.js';

/** What an untouched element says, by its type: https://docs.slack.dev/reference/views (state). Buttons and menus say nothing. */
function untouched(element: SlackJson): SlackJson | undefined {
  const type = textAt(element, 'type') ?? '';
  const initial = (key: string) => element[key] ?? null;
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: initial('initial_value') };
    case 'rich_text_input':
      return { type, ...(element.initial_value === undefined ? {} : { rich_text_value: element.initial_value }) };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: initial('initial_option') };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: initial('initial_user') };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: initial('initial_conversation') };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: initial('initial_channel') };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: initial('initial_date') };
    case 'timepicker':
      return { type, selected_time: initial('initial_time') };
    case 'datetimepicker':
      return { type, selected_date_time: initial('initial_date_time') };
    case 'file_input':
      return { type, files: [] };
    default:
      return undefined;
  }
}

/** The state of all inputs of a message or view: what was put in, else what the element begins with. */
export function fullState(blocks: readonly SlackJson[], given: InputState): InputState {
  const state: Record<string, Record<string, SlackJson>> = {};
  for (const { blockId, actionId, element } of elementsOf(blocks)) {
    const value = given[blockId]?.[actionId] ?? untouched(element);
    if (value) state[blockId] = { ...state[blockId], [actionId]: value };
  }
  return state;
}

/** What Slack's own client says before a modal is sent: by block id, empty when everything is filled in. */
export function missingInputs(blocks: readonly SlackJson[], state: InputState): { readonly [blockId: string]: string } {
  const errors: Record<string, string> = {};
  for (const { blockId, actionId, element, block } of elementsOf(blocks)) {
    if (block.type !== 'input') continue;
    const value = state[blockId]?.[actionId] ?? {};
    const typed = textAt(value, 'value') ?? '';
    if (isEmpty(value)) {
      if (block.optional !== true) errors[blockId] = 'Please complete this required field.';
    } else if (typeof element.max_length === 'number' && typed.length > element.max_length) {
      errors[blockId] = `Must be no more than ${element.max_length} characters.`;
    } else if (typeof element.min_length === 'number' && typed.length < element.min_length) {
      errors[blockId] = `Must be at least ${element.min_length} characters.`;
    } else if (element.type === 'number_input') {
      const problem = numberProblem(element, typed);
      if (problem) errors[blockId] = problem;
    }
  }
  return errors;
}

function numberProblem(element: SlackJson, typed: string): string | undefined {
  const number = Number(typed);
  if (!Number.isFinite(number)) return 'Must be a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Must be a whole number.';
  const bound = (key: string) => (element[key] === undefined ? undefined : Number(element[key]));
  const least = bound('min_value');
  const most = bound('max_value');
  if (least !== undefined && number < least) return `Must be at least ${least}.`;
  return most !== undefined && number > most ? `Must be no more than ${most}.` : undefined;
}

function isEmpty(value: SlackJson): boolean {
  return Object.entries(value)
    .filter(([key]) => key !== 'type')
    .every(([, one]) => one === null || one === undefined || one === '' || (Array.isArray(one) && one.length === 0));
}
