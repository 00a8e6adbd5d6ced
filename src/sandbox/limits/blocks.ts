import { anyText, id, imageElement, imageFields, imageSource, mrkdwn, plainText, urlSource } from './composition.js';
import { accessory, actionElement, button, contextActionElement, contextElement, inputElement, repeatedActionIds } from './elements.js';
import { richText } from './rich-text.js';
import { flag, list, number, oneOf, type Rule, text, url } from './rule.js';

/**
 * Slack's blocks and their limits. Sources: JSDoc of @slack/types 3.2.0, docs.slack.dev/reference/block-kit/blocks; `data_visualization`
 * (not in the types) from docs.rs/slack-messaging, with the smaller of two numbers where sources differ.
 */

type Fields = { readonly [field: string]: Rule };
type Also = Extract<Rule, { kind: 'object' }>['also'];

const block = (type: string, needs: Fields, may: Fields = {}, also?: Also): Rule => ({
  kind: 'object',
  needs: { type: oneOf(type), ...needs },
  may: { block_id: id, ...may },
  ...(also ? { also } : {}),
});

const section = block(
  'section',
  {},
  { text: anyText(3000), fields: list(() => anyText(2000), 10, 1), accessory, expand: flag },
  (value, pointer) => (value.text || value.fields ? [] : [{ pointer, says: 'must provide text or fields' }]),
);

const cell: Rule = {
  kind: 'by-type',
  of: () => ({
    rich_text: richText,
    raw_text: { kind: 'object', needs: { type: oneOf('raw_text'), text: text() }, may: {} },
    raw_number: { kind: 'object', needs: { type: oneOf('raw_number'), value: number(), text: text() }, may: {} },
  }),
};

const table = block(
  'table',
  { rows: list(() => list(() => cell, 20, 1), 100, 1) },
  {
    column_settings: list(() => ({ kind: 'object', needs: {}, may: { align: oneOf('left', 'center', 'right'), is_wrapped: flag } }), 20),
  },
);

/** A header row and at most 100 more. */
const dataTable = block(
  'data_table',
  { rows: list(() => list(() => cell, 20, 1), 101, 1), caption: text() },
  { page_size: number(1, 100), row_header_column_index: number(0, 19) },
);

const series: Rule = {
  kind: 'object',
  needs: {
    name: text(20),
    data: list(() => ({ kind: 'object', needs: { label: text(20), value: number() }, may: {} }), 20, 1),
  },
  may: {},
};
const chart = (type: string): Rule => ({
  kind: 'object',
  needs: {
    type: oneOf(type),
    series: list(() => series, 6, 1),
    axis_config: {
      kind: 'object',
      needs: { categories: list(() => text(20), 20, 1) },
      may: { x_label: text(50), y_label: text(50) },
    },
  },
  may: {},
});
const segment: Rule = { kind: 'object', needs: { label: text(20), value: number(0) }, may: {} };
const dataVisualization = block('data_visualization', {
  title: text(50),
  chart: {
    kind: 'by-type',
    of: () => ({
      pie: { kind: 'object', needs: { type: oneOf('pie'), segments: list(() => segment, 6, 1) }, may: {} },
      bar: chart('bar'),
      line: chart('line'),
      area: chart('area'),
    }),
  },
});

const card = block(
  'card',
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: list(() => button, 5),
  },
  (value, pointer) =>
    value.hero_image || value.title || value.actions || value.body
      ? []
      : [{ pointer, says: 'must provide one of: hero_image, title, actions, body' }],
);

const taskCard = block(
  'task_card',
  { task_id: text(255), title: text(), status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { details: richText, output: richText, sources: list(() => urlSource) },
);

const common = {
  actions: block('actions', { elements: list(() => actionElement, 25, 1) }, {}, repeatedActionIds),
  context: block('context', { elements: list(() => contextElement, 10, 1) }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(150) }),
  image: block('image', { alt_text: text(2000) }, { title: plainText(2000), ...imageFields }, imageSource),
  input: block(
    'input',
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: flag, dispatch_action: flag },
  ),
  rich_text: richText,
  section,
  video: block(
    'video',
    { video_url: url(), thumbnail_url: url(), alt_text: text(), title: plainText(199) },
    {
      title_url: url(),
      author_name: text(49),
      provider_name: text(),
      provider_icon_url: url(),
      description: plainText(3000),
    },
  ),
};

const container = block(
  'container',
  {
    child_blocks: list(() => ({ kind: 'by-type', of: () => ({ ...common, table }) }), 10, 1),
  },
  {
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  (value, pointer) => (value.title || value.rich_text_title ? [] : [{ pointer, says: 'must provide one of: title, rich_text_title' }]),
);

/** What may stand in a message, a modal and a home tab. */
const BLOCKS_OF: Readonly<Record<'message' | 'modal' | 'home', { readonly [type: string]: Rule }>> = {
  message: {
    ...common,
    card,
    carousel: block('carousel', { elements: list(() => card, 10, 1) }),
    container,
    context_actions: block('context_actions', { elements: list(() => contextActionElement, 5, 1) }, {}, repeatedActionIds),
    data_table: dataTable,
    data_visualization: dataVisualization,
    file: block('file', { source: oneOf('remote'), external_id: text() }),
    markdown: block('markdown', { text: text(12_000) }),
    plan: block('plan', { title: text() }, { tasks: list(() => taskCard) }),
    table,
    task_card: taskCard,
  },
  modal: {
    ...common,
    card,
    alert: block('alert', { text: anyText(200) }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
  },
  home: { ...common, card, carousel: block('carousel', { elements: list(() => card, 10, 1) }) },
};

/** Most blocks: docs.slack.dev/reference/block-kit/blocks. */
const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const;

/** All blocks of a message or view. */
export function blocksRule(surface: 'message' | 'modal' | 'home'): Rule {
  return list(() => ({ kind: 'by-type', of: () => BLOCKS_OF[surface] }), MOST_BLOCKS[surface]);
}
