import type { SlackJson } from '../../page-api.js';
import { h } from '../draw/element.js';
import { textAt } from '../json.js';
import { drawButton, drawOverflow } from './button.js';
import { drawCheckboxes, drawIdSelect, drawManyPeople, drawRadioButtons, drawStaticSelect } from './choice-elements.js';
import type { BlockContext, ElementPlace } from './context.js';
import { drawImageElement } from './image.js';
import { drawPicker, drawTextInput } from './text-elements.js';

type DrawElement = (element: SlackJson, place: ElementPlace, context: BlockContext) => HTMLElement;

const ELEMENTS: Readonly<Record<string, DrawElement>> = {
  button: drawButton,
  overflow: drawOverflow,
  static_select: drawStaticSelect,
  multi_static_select: drawCheckboxes,
  users_select: drawIdSelect,
  channels_select: drawIdSelect,
  conversations_select: drawIdSelect,
  multi_users_select: drawManyPeople,
  radio_buttons: drawRadioButtons,
  checkboxes: drawCheckboxes,
  plain_text_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  number_input: drawTextInput,
  datepicker: drawPicker,
  timepicker: drawPicker,
  datetimepicker: drawPicker,
  image: (element, _place, context) => drawImageElement(element, context),
};

/** An interactive element; one that the workspace doesn't know is a box that names it. */
export function drawElement(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const type = textAt(element, 'type');
  const draw = Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined;
  return draw ? draw(element, place, context) : h('span', { class: 'unknown' }, `${type || 'element'} (not drawn here)`);
}
