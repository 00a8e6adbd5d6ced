import type { SlackJson } from '../../page-api.js';
import type { DrawContext } from '../draw/context.js';
import { drawPassages } from '../draw/draw-text.js';
import { h } from '../draw/element.js';
import { flagAt, numberAt, objectOf, objectsAt, textAt } from '../json.js';
import { plainInline } from '../text/mrkdwn-inline.js';
import { richText } from '../text/rich-text.js';

function cellContent(cell: SlackJson, context: DrawContext): HTMLElement {
  if (textAt(cell, 'type') === 'rich_text') return drawPassages(richText(cell, context.clock()), context);
  const text = textAt(cell, 'text') || String(numberAt(cell, 'value') ?? '');
  return drawPassages([{ kind: 'paragraph', content: plainInline(text) }], context);
}

/** A `table` or `data_table` block; the first row is its head. */
export function drawTable(block: SlackJson, context: DrawContext): HTMLElement {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const settings = objectsAt(block, 'column_settings');
  const drawn = rows.map((row: unknown, index) => {
    const cells = Array.isArray(row) ? row : [];
    return h(
      'tr',
      {},
      ...cells.map((cell: unknown, column) => {
        const { align = '', isWrapped = false } = {
          align: textAt(settings[column] ?? {}, 'align'),
          isWrapped: flagAt(settings[column] ?? {}, 'is_wrapped'),
        };
        const look = [['right', 'center'].includes(align) && `align-${align}`, isWrapped && 'wrapped'].filter(Boolean).join(' ');
        return h(
          index === 0 ? 'th' : 'td',
          { class: look || undefined, scope: index === 0 ? 'col' : undefined },
          cellContent(objectOf(cell), context),
        );
      }),
    );
  });
  const [head, ...body] = drawn;
  const caption = textAt(block, 'caption');
  return h(
    'div',
    { class: 'block-table' },
    h('table', {}, caption === '' ? undefined : h('caption', {}, caption), head && h('thead', {}, head), h('tbody', {}, ...body)),
  );
}
