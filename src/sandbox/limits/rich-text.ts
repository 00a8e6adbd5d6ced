import { id } from './composition.js';
import { flag, list, number, oneOf, type Rule, text, url } from './rule.js';

/** Rich text. Source: JSDoc of @slack/types 3.2.0; no limit of its own is documented, the whole message's budget applies. */

const style: Rule = {
  kind: 'object',
  needs: {},
  may: { bold: flag, italic: flag, strike: flag, code: flag, underline: flag, highlight: flag, client_highlight: flag, unlink: flag },
};

const inline = (type: string, needs: { readonly [field: string]: Rule }, may: { readonly [field: string]: Rule } = {}): Rule => ({
  kind: 'object',
  needs: { type: oneOf(type), ...needs },
  may: { style, ...may },
});

const textElement = inline('text', { text: text() });
const linkElement = inline('link', { url: url() }, { text: text(undefined, 0), unsafe: flag });

const inlineElement: Rule = {
  kind: 'by-type',
  of: () => ({
    text: textElement,
    link: linkElement,
    broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
    color: inline('color', { value: text() }),
    channel: inline('channel', { channel_id: text() }),
    date: inline('date', { timestamp: number(), format: text() }, { url: url(), fallback: text() }),
    emoji: inline('emoji', { name: text() }, { unicode: text(), url: url(), skin_tone: number(1, 6) }),
    team: inline('team', { team_id: text() }),
    user: inline('user', { user_id: text() }),
    usergroup: inline('usergroup', { usergroup_id: text() }),
  }),
};

const border = { border: number(0, 1) };

const section: Rule = {
  kind: 'object',
  needs: { type: oneOf('rich_text_section'), elements: list(() => inlineElement) },
  may: {},
};

const part: Rule = {
  kind: 'by-type',
  of: () => ({
    rich_text_section: section,
    rich_text_list: {
      kind: 'object',
      needs: { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: list(() => section) },
      may: { ...border, indent: number(0, 8), offset: number(0) },
    },
    rich_text_quote: {
      kind: 'object',
      needs: { type: oneOf('rich_text_quote'), elements: list(() => inlineElement) },
      may: { ...border },
    },
    // Preformatted text holds nothing but text and links: this is why untrusted text belongs there.
    rich_text_preformatted: {
      kind: 'object',
      needs: {
        type: oneOf('rich_text_preformatted'),
        elements: list(() => ({ kind: 'by-type', of: () => ({ text: textElement, link: linkElement }) })),
      },
      may: { ...border, language: text() },
    },
  }),
};

export const richText: Rule = {
  kind: 'object',
  needs: { type: oneOf('rich_text'), elements: list(() => part, undefined, 1) },
  may: { block_id: id },
};
