import { listAt } from '../json.js';
import {
  confirm,
  conversationFilter,
  dispatchActionConfig,
  exactlyOne,
  id,
  imageElement,
  mrkdwn,
  option,
  optionGroup,
  plainText,
} from './composition.js';
import { richText } from './rich-text.js';
import { flag, list, number, oneOf, type Problem, type Rule, text, url } from './rule.js';

/** Slack's block elements and their limits. Source: JSDoc of @slack/types 3.2.0 (block-elements), in characters or items. */

type Fields = { readonly [field: string]: Rule };

const element = (type: string, needs: Fields, may: Fields, also?: Extract<Rule, { kind: 'object' }>['also']): Rule => ({
  kind: 'object',
  needs: { type: oneOf(type), ...needs },
  may: { action_id: id, ...may },
  ...(also ? { also } : {}),
});

const placeholder = { placeholder: plainText(150) };
const focus = { focus_on_load: flag };
const asks = { confirm, ...focus, ...placeholder };
const most = { max_selected_items: number(1) };
const texts = list(() => text());
const style = oneOf('primary', 'danger');
const label = { accessibility_label: text(75) };

const staticOptions = {
  options: list(() => option('select'), 100, 1),
  option_groups: list(() => optionGroup, 100, 1),
};
const oneKindOfOptions = (value: { readonly [key: string]: unknown }, pointer: string): readonly Problem[] =>
  exactlyOne(value, pointer, 'options', 'option_groups');

const selects = {
  static_select: element('static_select', {}, { ...asks, ...staticOptions, initial_option: option('select') }, oneKindOfOptions),
  external_select: element('external_select', {}, { ...asks, initial_option: option('select'), min_query_length: number(0) }),
  users_select: element('users_select', {}, { ...asks, initial_user: text() }),
  conversations_select: element(
    'conversations_select',
    {},
    {
      ...asks,
      initial_conversation: text(),
      default_to_current_conversation: flag,
      filter: conversationFilter,
      response_url_enabled: flag,
    },
  ),
  channels_select: element('channels_select', {}, { ...asks, initial_channel: text(), response_url_enabled: flag }),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...asks, ...most, ...staticOptions, initial_options: list(() => option('select'), 100, 1) },
    oneKindOfOptions,
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...asks, ...most, initial_options: list(() => option('select'), 100, 1), min_query_length: number(0) },
  ),
  multi_users_select: element('multi_users_select', {}, { ...asks, ...most, initial_users: texts }),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { ...asks, ...most, initial_conversations: texts, default_to_current_conversation: flag, filter: conversationFilter },
  ),
  multi_channels_select: element('multi_channels_select', {}, { ...asks, ...most, initial_channels: texts }),
};

const choices = {
  checkboxes: element(
    'checkboxes',
    { options: list(() => option('choice'), 10, 1) },
    { confirm, ...focus, initial_options: list(() => option('choice'), 10, 1) },
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(() => option('choice'), 10, 1) },
    { confirm, ...focus, initial_option: option('choice') },
  ),
};

const pickers = {
  datepicker: element(
    'datepicker',
    {},
    {
      ...asks,
      initial_date: { kind: 'text', like: { pattern: /^\d{4}-\d\d-\d\d$/u, says: 'must be a date as YYYY-MM-DD' } },
    },
  ),
  timepicker: element(
    'timepicker',
    {},
    {
      ...asks,
      initial_time: { kind: 'text', like: { pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/u, says: 'must be a time as HH:mm' } },
      timezone: text(),
    },
  ),
  datetimepicker: element('datetimepicker', {}, { confirm, ...focus, initial_date_time: number(1_000_000_000, 9_999_999_999) }),
};

export const button: Rule = element('button', { text: plainText(75) }, { value: text(2000), url: url(), style, confirm, ...label });

const overflow = element('overflow', { options: list(() => option('overflow'), 5, 1) }, { confirm });

const workflowButton = element(
  'workflow_button',
  { text: plainText(75), workflow: { kind: 'object', needs: {}, may: {}, open: true } },
  { style, confirm, ...label },
);

/** Typed into; an input dispatches actions only where it asks for it. */
const typed = { dispatch_action_config: dispatchActionConfig, ...focus, ...placeholder };
const plainTextInput = element(
  'plain_text_input',
  {},
  { ...typed, initial_value: text(3000, 0), multiline: flag, min_length: number(0, 3000), max_length: number(1, 3000) },
  (value, pointer) =>
    typeof value.min_length === 'number' && typeof value.max_length === 'number' && value.min_length > value.max_length
      ? [{ pointer: `${pointer}/min_length`, says: 'must be at most max_length' }]
      : [],
);
const richTextInput = element(
  'rich_text_input',
  {},
  { ...typed, initial_value: richText, min_lines: number(1, 100), max_lines: number(1, 100) },
);
const typedInputs = {
  plain_text_input: plainTextInput,
  rich_text_input: richTextInput,
  email_text_input: element('email_text_input', {}, { ...typed, initial_value: text() }),
  url_text_input: element('url_text_input', {}, { ...typed, initial_value: text() }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: flag },
    { ...typed, initial_value: text(), min_value: text(), max_value: text() },
  ),
  file_input: element('file_input', {}, { filetypes: texts, max_files: number(1, 10) }),
};

/** In an actions block. */
export const actionElement: Rule = {
  kind: 'by-type',
  of: () => ({
    button,
    overflow,
    workflow_button: workflowButton,
    rich_text_input: richTextInput,
    ...choices,
    ...selects,
    ...pickers,
  }),
};

/** Beside a section's text. */
export const accessory: Rule = {
  kind: 'by-type',
  of: () => ({ button, overflow, workflow_button: workflowButton, image: imageElement, ...choices, ...selects, ...pickers }),
};

/** In an input block. */
export const inputElement: Rule = { kind: 'by-type', of: () => ({ ...typedInputs, ...choices, ...selects, ...pickers }) };

/** In a context block; text there is a text object of at most 2000 characters (observed; documentation names only the general 3000). */
export const contextElement: Rule = {
  kind: 'by-type',
  of: () => ({ image: imageElement, plain_text: plainText(2000), mrkdwn: mrkdwn(2000) }),
};

const feedbackButton: Rule = { kind: 'object', needs: { text: plainText(75), value: text(2000) }, may: { ...label } };

/** In a context_actions block. */
export const contextActionElement: Rule = {
  kind: 'by-type',
  of: () => ({
    feedback_buttons: element('feedback_buttons', { positive_button: feedbackButton, negative_button: feedbackButton }, {}),
    icon_button: element(
      'icon_button',
      { icon: text(), text: plainText(75) },
      { value: text(2000), confirm, visible_to_user_ids: texts, ...label },
    ),
  }),
};

/** Action ids that stand twice in one list of elements. */
export function repeatedActionIds(value: { readonly [key: string]: unknown }, pointer: string): readonly Problem[] {
  const seen = new Set<string>();
  return (listAt(value, 'elements') ?? []).flatMap((item, at): readonly Problem[] => {
    if (typeof item !== 'object' || item === null || !('action_id' in item) || typeof item.action_id !== 'string') return [];
    if (!seen.has(item.action_id)) {
      seen.add(item.action_id);
      return [];
    }
    return [{ pointer: `${pointer}/elements/${at}/action_id`, says: `action_id \`${item.action_id}\` already exists` }];
  });
}
