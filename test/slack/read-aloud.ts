/** Names that a person would see drawn. */
function spoken(element: Readonly<Record<string, unknown>>): string | undefined {
  switch (element.type) {
    case 'user':
      return `@${String(element.user_id)}`;
    case 'channel':
      return `#${String(element.channel_id)}`;
    case 'date':
      return String(element.fallback);
    case 'link':
      return String(element.url);
    case 'divider':
      return '----';
    default:
      return undefined;
  }
}

const LINE = new Set([
  'rich_text_section',
  'rich_text_preformatted',
  'rich_text_quote',
  'header',
  'actions',
  'section',
  'context',
  'input',
]);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A message or view as somebody would read it aloud: one line for each part, buttons in brackets. For tests that look at words. */
export function readAloud(value: unknown): string {
  if (Array.isArray(value)) return value.map(readAloud).join('');
  if (!isObject(value)) return '';
  const known = spoken(value);
  if (known !== undefined) return known;
  if (typeof value.text === 'string' && value.blocks === undefined) return value.text;
  const inner = ['elements', 'label', 'text', 'element', 'blocks', 'attachments', 'accessory', 'option_groups', 'options', 'placeholder']
    .map(key => (key === 'text' && value.blocks !== undefined ? '' : readAloud(value[key])))
    .join('');
  if (value.type === 'button') return `[${inner}] `;
  if (value.type === 'rich_text_preformatted') return `    ${inner.replaceAll('\n', '\n    ')}\n`;
  return LINE.has(String(value.type)) ? `${inner}\n` : value.type === 'rich_text' ? `${inner}\n` : inner;
}
