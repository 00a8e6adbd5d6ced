import type { Attributes } from '../draw/element.js';
import type { ElementPlace } from './context.js';

/** The attributes by which a control is found again after drawing, and named for those who don't see it. */
export function naming({ blockId, actionId, label, labelledBy, describedBy, isInvalid }: ElementPlace, part = ''): Attributes {
  return {
    'data-key': `${blockId}/${actionId}${part}`,
    'aria-label': labelledBy === undefined ? label : undefined,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid ? 'true' : undefined,
  };
}
