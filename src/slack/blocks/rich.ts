import type {
  HeaderBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextList,
  RichTextPreformatted,
  RichTextSection,
  RichTextStyleable,
} from '@slack/types';
import { rfc3339 } from '../../model/timestamp.js';
import { clipped } from './untrusted.js';

/** Stands for nobody: alerts did it (model/incident.ts). */
const ALERTS = 'alerts';

/** Rich text is data for Slack, never markup: the one place for words of people and hosts. */
export function words(text: string, style: RichTextStyleable['style'] = undefined): RichTextElement {
  return style ? { type: 'text', text, style } : { type: 'text', text };
}

export function bold(text: string): RichTextElement {
  return words(text, { bold: true });
}

export function code(text: string): RichTextElement {
  return words(text, { code: true });
}

export function italic(text: string): RichTextElement {
  return words(text, { italic: true });
}

/** A person; alerts are nobody to be mentioned, and an id that Slack could not know is only "somebody". */
export function person(id: string): RichTextElement {
  if (id === ALERTS) return words('alerts');
  return /^[UW][A-Z0-9]{1,30}$/u.test(id) ? { type: 'user', user_id: id } : words('somebody');
}

/** Something to open; the address must be one of ours, or checked by `webAddress`. */
export function link(url: string, text: string): RichTextElement {
  return { type: 'link', url, text };
}

export function channel(id: string): RichTextElement {
  return /^[CGD][A-Z0-9]{1,30}$/u.test(id) ? { type: 'channel', channel_id: id } : words('a channel');
}

/** An instant in the reader's own time zone; where it can't be drawn, in UTC. */
export function instant(seconds: number, format = '{date_short_pretty} {time_secs}'): RichTextElement {
  const utc = rfc3339(seconds);
  return { type: 'date', timestamp: Math.floor(Date.parse(utc) / 1000), format, fallback: `${utc.slice(0, 19).replace('T', ' ')} UTC` };
}

/** A paragraph. Slack refuses empty texts: they are left out. */
export function section(...elements: readonly RichTextElement[]): RichTextSection {
  const shown = elements.filter(element => element.type !== 'text' || element.text !== '');
  return { type: 'rich_text_section', elements: shown.length > 0 ? shown : [words(' ')] };
}

/** Text exactly as a host printed it. */
export function preformatted(text: string): RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text === '' ? ' ' : text }] };
}

export function list(style: RichTextList['style'], lines: readonly RichTextSection[]): RichTextList {
  return { type: 'rich_text_list', style, elements: [...lines] };
}

export function richText(...elements: readonly RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements: [...elements] };
}

/** Most characters of a header: @slack/types 3.2.0. */
const MOST_HEADER = 150;

/** `emoji: false`: a `:name:` in somebody's words stays as it is. */
export function plainText(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: clipped(text === '' ? ' ' : text, most), emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, MOST_HEADER) };
}
