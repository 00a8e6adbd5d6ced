import { blocksRule } from './blocks.js';
import { flag, list, type Rule, text } from './rule.js';

/** Most attachments of a message: `too_many_attachments` in the reference of chat.postMessage. */
export const MOST_ATTACHMENTS = 100;

/** Legacy attachments: the only way to a colour bar. Slack is lenient with them; the blocks inside are checked as anywhere. */
export const attachment: Rule = {
  kind: 'object',
  open: true,
  needs: {},
  may: {
    blocks: blocksRule('message'),
    color: {
      kind: 'text',
      like: { pattern: /^(?:good|warning|danger|#?[0-9a-f]{3}|#?[0-9a-f]{6})$/iu, says: 'must be a valid color' },
    },
    fallback: text(undefined, 0),
    pretext: text(undefined, 0),
    title: text(undefined, 0),
    text: text(undefined, 0),
    footer: text(300, 0),
    fields: list(() => ({ kind: 'object', open: true, needs: {}, may: { short: flag } })),
    actions: list(() => ({ kind: 'object', open: true, needs: {}, may: {} }), 5),
  },
};
