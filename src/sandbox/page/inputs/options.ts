import type { SlackJson } from '../../page-api.js';
import { objectAt, objectOf, objectsAt, textAt, wordsAt } from '../json.js';

export interface OptionGroup {
  /** Empty for options that stand in no group. */
  readonly label: string;
  readonly options: readonly SlackJson[];
}

/** The options of a select, in their groups. */
export function optionGroups(element: SlackJson): readonly OptionGroup[] {
  const groups = objectsAt(element, 'option_groups').map(group => ({
    label: wordsAt(group, 'label'),
    options: objectsAt(group, 'options'),
  }));
  return groups.length > 0 ? groups : [{ label: '', options: objectsAt(element, 'options') }];
}

/** The `value` of the chosen option; empty when nothing is chosen. */
export function chosenValue(state: SlackJson | undefined): string {
  return textAt(objectOf(objectAt(state ?? {}, 'selected_option')), 'value');
}

/** The values of the chosen options. */
export function chosenValues(state: SlackJson | undefined): readonly string[] {
  return objectsAt(state ?? {}, 'selected_options').map(option => textAt(option, 'value'));
}
