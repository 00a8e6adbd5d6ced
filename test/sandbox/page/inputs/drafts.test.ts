import { createDrafts, inputState, unfilled } from '../../../../src/sandbox/page/inputs/drafts.js';
import { initialValue, isEmptyValue } from '../../../../src/sandbox/page/inputs/input-value.js';
import { MODAL } from '../scene-views.js';

const option = { text: { type: 'plain_text', text: 'a' }, value: 'a' };

test.each([
  [{ type: 'plain_text_input' }, { value: null }],
  [{ type: 'plain_text_input', initial_value: 'x' }, { value: 'x' }],
  [{ type: 'number_input', initial_value: 5 }, { value: '5' }],
  [{ type: 'static_select', initial_option: option }, { selected_option: option }],
  [{ type: 'radio_buttons' }, { selected_option: null }],
  [{ type: 'checkboxes', initial_options: [option] }, { selected_options: [option] }],
  [{ type: 'multi_static_select' }, { selected_options: [] }],
  [{ type: 'users_select', initial_user: 'U1' }, { selected_user: 'U1' }],
  [{ type: 'channels_select' }, { selected_channel: null }],
  [{ type: 'datepicker', initial_date: '2026-11-21' }, { selected_date: '2026-11-21' }],
  [{ type: 'timepicker' }, { selected_time: null }],
])('%j begins as Slack says', (element, value) => {
  expect(initialValue(element)).toEqual({ type: element.type, ...value });
});

test('a button has no state', () => {
  expect(initialValue({ type: 'button' })).toBeUndefined();
});

test.each([
  [{ type: 'plain_text_input', value: ' ' }, true],
  [{ type: 'plain_text_input', value: 'x' }, false],
  [{ type: 'checkboxes', selected_options: [] }, true],
  [{ type: 'static_select', selected_option: option }, false],
])('%j is empty: %s', (value, isEmpty) => {
  expect(isEmptyValue(value)).toBe(isEmpty);
});

test('the state holds what was typed, else what the bot began with', () => {
  const drafts = createDrafts();
  drafts.set('port', 'port', { type: 'plain_text_input', value: '8080' });
  const state = inputState(MODAL.blocks, drafts);
  expect(state.port).toEqual({ port: { type: 'plain_text_input', value: '8080' } });
  expect(state.words).toEqual({ words: { type: 'plain_text_input', value: 'connection refused' } });
  expect(state.host).toEqual({ host: { type: 'static_select', selected_option: null } });
  expect(Object.keys(state)).not.toContain('s');
});

test('elements of sections and actions have a state too', () => {
  const state = inputState(
    [
      { type: 'section', block_id: 's', accessory: { type: 'static_select', action_id: 'a', initial_option: option } },
      {
        type: 'actions',
        block_id: 'b',
        elements: [
          { type: 'button', action_id: 'x' },
          { type: 'datepicker', action_id: 'd', initial_date: '2026-11-21' },
        ],
      },
    ],
    createDrafts(),
  );
  expect(state).toEqual({
    s: { a: { type: 'static_select', selected_option: option } },
    b: { d: { type: 'datepicker', selected_date: '2026-11-21' } },
  });
});

test('what must be filled in is named; what is optional is not', () => {
  const drafts = createDrafts();
  expect(Object.keys(unfilled(MODAL.blocks, drafts))).toEqual(['host', 'port']);
  drafts.set('host', 'host', { type: 'static_select', selected_option: option });
  drafts.set('port', 'port', { type: 'plain_text_input', value: '8080' });
  expect(unfilled(MODAL.blocks, drafts)).toEqual({});
});
