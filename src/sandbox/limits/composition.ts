import type { SlackJson } from '../page-api.js';
import { flag, list, oneOf, type Problem, type Rule, text, url } from './rule.js';

/**
 * Slack's composition objects and their limits. Sources: JSDoc of @slack/types 3.2.0, docs.slack.dev/reference/block-kit/composition-objects
 * (all limits are in characters or items).
 */

/** Ids that an app chooses: `block_id`, `action_id`, `callback_id`. */
export const id = text(255);

/** `plain_text` alone, at most `max` characters. */
export const plainText = (max: number): Rule => ({
  kind: 'object',
  needs: { type: oneOf('plain_text'), text: text(max) },
  may: { emoji: flag },
});

/** `mrkdwn` alone. */
export const mrkdwn = (max: number): Rule => ({
  kind: 'object',
  needs: { type: oneOf('mrkdwn'), text: text(max) },
  may: { verbatim: flag },
});

/** `plain_text` or `mrkdwn`; a text object never holds more than 3000 characters. */
export const anyText = (max: number): Rule => ({
  kind: 'by-type',
  of: () => ({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }),
});

/** Asked before an action is sent. */
export const confirm: Rule = {
  kind: 'object',
  needs: { text: anyText(300) },
  may: { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: oneOf('primary', 'danger') },
};

/**
 * `option.value`: 75 in @slack/types 3.2.0, 150 in older documentation; the smaller one counts here. Only overflow menus may have a `url`.
 */
export const option = (kind: 'select' | 'overflow' | 'choice'): Rule => ({
  kind: 'object',
  needs: { text: kind === 'choice' ? anyText(75) : plainText(75), value: text(75) },
  may: { description: kind === 'choice' ? anyText(75) : plainText(75), ...(kind === 'overflow' ? { url: url() } : {}) },
});

export const optionGroup: Rule = {
  kind: 'object',
  needs: { label: plainText(75), options: list(() => option('select'), 100, 1) },
  may: {},
};

export const conversationFilter: Rule = {
  kind: 'object',
  needs: {},
  may: {
    include: list(() => oneOf('im', 'mpim', 'private', 'public'), undefined, 1),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
};

export const dispatchActionConfig: Rule = {
  kind: 'object',
  needs: {},
  may: { trigger_actions_on: list(() => oneOf('on_enter_pressed', 'on_character_entered'), 2, 1) },
};

/** Id pattern: python-slack-sdk #1521. */
const slackFile: Rule = {
  kind: 'object',
  needs: {},
  may: { id: { kind: 'text', like: { pattern: /^F[A-Z0-9]{8,}$/u, says: 'invalid slack file' } }, url: url() },
  also: (value, pointer) => exactlyOne(value, pointer, 'id', 'url'),
};

/** The picture of an image block or element: by URL, or by an uploaded file. */
export const imageFields = { image_url: url(), slack_file: slackFile };
export const imageSource = (value: SlackJson, pointer: string): readonly Problem[] => exactlyOne(value, pointer, 'image_url', 'slack_file');

/** An image as an element: in a context, beside a section, in a card. */
export const imageElement: Rule = {
  kind: 'object',
  needs: { type: oneOf('image'), alt_text: text(2000) },
  may: { ...imageFields },
  also: imageSource,
};

export function exactlyOne(value: SlackJson, pointer: string, ...fields: readonly string[]): readonly Problem[] {
  const given = fields.filter(field => value[field] !== undefined && value[field] !== null);
  return given.length === 1 ? [] : [{ pointer, says: `must provide exactly one of: ${fields.join(', ')}` }];
}

/** A source that a task card names. */
export const urlSource: Rule = { kind: 'object', needs: { type: oneOf('url'), url: url(), text: text() }, may: {} };
