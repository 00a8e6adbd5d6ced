/**
 * What Slack takes, counted on its own (neither by the builders nor by our workspace): /work/shared/slack.md §2.1, @slack/types 3.2.0,
 * docs.slack.dev/reference/block-kit. Each problem is a sentence.
 */
type Json = Readonly<Record<string, unknown>>;

const MOST_WHOLE_MESSAGE = 10_000;
const MOST_VIEW_BYTES = 250_000;
const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const;

const MOST_TEXT: Readonly<Record<string, number>> = { header: 150, button: 75, placeholder: 150, option: 75, label: 2000, hint: 2000 };
const MOST_ELEMENTS: Readonly<Record<string, number>> = { actions: 25, context: 10, context_actions: 5 };
const RICH_INLINE = new Set(['text', 'link', 'user', 'channel', 'date', 'emoji']);
const RICH_PARTS = new Set(['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

/** Every object in a message or view, with the path to it. */
function walk(value: unknown, path: string, visit: (object: Json, path: string) => void): void {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${path}/${index}`, visit);
  if (!isObject(value)) return;
  visit(value, path);
  for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`, visit);
}

function textProblems(text: unknown, most: number, at: string): readonly string[] {
  if (!isObject(text)) return [`${at}: a text object is missing`];
  const length = lengthOf(text.text);
  return length < 1 || length > most ? [`${at}: ${length} characters, 1 to ${most} are taken`] : [];
}

function optionsProblems({ options, option_groups: groups, initial_option: initial }: Json, at: string): readonly string[] {
  const inGroups = objects(groups);
  const all = groups === undefined ? objects(options) : inGroups.flatMap(group => objects(group.options));
  const problems = all.flatMap(({ text, value }) => [
    ...textProblems(text, MOST_TEXT.option ?? 0, `${at}/option`),
    ...(lengthOf(value) < 1 || lengthOf(value) > 75 ? [`${at}: the value of an option has ${lengthOf(value)} characters`] : []),
  ]);
  if (all.length < 1 || all.length > 100) problems.push(`${at}: ${all.length} options`);
  if (inGroups.length > 100 || inGroups.some(group => objects(group.options).length === 0))
    problems.push(`${at}: too many groups, or an empty one`);
  if (inGroups.some(({ label }) => textProblems(label, 75, at).length > 0)) problems.push(`${at}: the label of a group`);
  if (isObject(initial) && !all.some(({ value }) => value === initial.value)) problems.push(`${at}: what is chosen first is no option`);
  return problems;
}

function confirmProblems(confirm: unknown, at: string): readonly string[] {
  if (confirm === undefined) return [];
  if (!isObject(confirm)) return [`${at}: is no object`];
  const most = { title: 100, text: 300, confirm: 30, deny: 30 };
  return Object.entries(most).flatMap(([key, length]) => textProblems(confirm[key], length, `${at}/${key}`));
}

function imageProblems({ alt_text: alt, title, slack_file: file, image_url: url }: Json, at: string): readonly string[] {
  const problems = lengthOf(alt) < 1 || lengthOf(alt) > 2000 ? [`${at}: alt_text has ${lengthOf(alt)} characters`] : [];
  if (title !== undefined) problems.push(...textProblems(title, 2000, `${at}/title`));
  if ((file === undefined) === (url === undefined)) problems.push(`${at}: one of slack_file and image_url`);
  if (file !== undefined && !/^F[A-Z0-9]{8,}$/u.test(isObject(file) ? String(file.id) : '')) problems.push(`${at}: the file's id`);
  return problems;
}

function objectProblems(object: Json, at: string): readonly string[] {
  const { type } = object;
  const problems: string[] = [];
  if (type === 'mrkdwn') problems.push(`${at}: mrkdwn; words of people and hosts may get into it`);
  if (type === 'header') problems.push(...textProblems(object.text, MOST_TEXT.header ?? 0, at));
  if (type === 'button') {
    problems.push(...textProblems(object.text, MOST_TEXT.button ?? 0, at));
    if (lengthOf(object.value) > 2000) problems.push(`${at}: the value of a button`);
    if (lengthOf(object.accessibility_label) > 75) problems.push(`${at}: the label of a button`);
    if (lengthOf(object.url) > 3000 || (object.url !== undefined && !/^https?:/u.test(String(object.url))))
      problems.push(`${at}: the url of a button`);
    problems.push(...confirmProblems(object.confirm, `${at}/confirm`));
    if (lengthOf(object.action_id) < 1) problems.push(`${at}: a button without action_id`);
  }
  if (type === 'input') {
    problems.push(...textProblems(object.label, MOST_TEXT.label ?? 0, at));
    if (object.hint !== undefined) problems.push(...textProblems(object.hint, MOST_TEXT.hint ?? 0, at));
  }
  if (type === 'overflow')
    problems.push(...(objects(object.options).length > 5 ? [`${at}: too many options`] : []), ...optionsProblems(object, at));
  if (type === 'image') problems.push(...imageProblems(object, at));
  if (type === 'users_select' && object.initial_user !== undefined && !/^[UW][A-Z0-9]+$/u.test(String(object.initial_user)))
    problems.push(`${at}: the person chosen first`);
  if (type === 'static_select') problems.push(...optionsProblems(object, at));
  if (type === 'plain_text_input') {
    const most = typeof object.max_length === 'number' ? object.max_length : 3000;
    if (most > 3000 || lengthOf(object.initial_value) > most || object.initial_value === '') problems.push(`${at}: the initial text`);
  }
  if (object.placeholder !== undefined) problems.push(...textProblems(object.placeholder, MOST_TEXT.placeholder ?? 0, at));
  if (type === 'plain_text') problems.push(...textProblems(object, 3000, at));
  const most = MOST_ELEMENTS[String(type)];
  if (most !== undefined && (objects(object.elements).length < 1 || objects(object.elements).length > most))
    problems.push(`${at}: elements`);
  if (type === 'actions') {
    const ids = objects(object.elements).map(({ action_id }) => action_id);
    if (new Set(ids).size < ids.length) problems.push(`${at}: an action_id stands twice`);
  }
  for (const key of ['block_id', 'action_id', 'callback_id']) if (lengthOf(object[key]) > 255) problems.push(`${at}: ${key}`);
  return [...problems, ...richProblems(object, at)];
}

function richProblems({ type, elements }: Json, at: string): readonly string[] {
  const inner = objects(elements);
  if (type === 'rich_text') {
    const odd = inner.filter(part => !RICH_PARTS.has(String(part.type)));
    return inner.length === 0 || odd.length > 0 ? [`${at}: a rich text with nothing or with something odd in it`] : [];
  }
  if (!RICH_PARTS.has(String(type))) return [];
  if (inner.length === 0) return [`${at}: an empty part of a rich text`];
  if (type === 'rich_text_list') return inner.every(part => part.type === 'rich_text_section') ? [] : [`${at}: a list holds sections only`];
  const known = type === 'rich_text_preformatted' ? new Set(['text', 'link']) : RICH_INLINE;
  const odd = inner.filter(part => !known.has(String(part.type)));
  const empty = inner.filter(part => part.type === 'text' && lengthOf(part.text) === 0);
  return [...odd.map(part => `${at}: ${String(part.type)} may not stand here`), ...empty.map(() => `${at}: an empty text`)];
}

/** All text that Slack may count: every string but the names of types and styles, escaped as Slack keeps it. */
function wholeText(value: unknown): number {
  if (typeof value === 'string') return value.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').length;
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + wholeText(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + (key === 'type' || key === 'style' ? 0 : wholeText(inner)), 0);
}

function blockIdProblems(blocks: readonly Json[]): readonly string[] {
  const ids = blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
  return new Set(ids).size < ids.length ? ['a block_id stands twice'] : [];
}

function insideProblems(value: unknown): readonly string[] {
  const problems: string[] = [];
  walk(value, '', (object, path) => problems.push(...objectProblems(object, path)));
  return problems;
}

/** What Slack would refuse of a message; none when it would take it. */
export function messageProblems(message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments?: readonly unknown[];
}): readonly string[] {
  const { text, blocks, attachments = [] } = message;
  const inner = objects(attachments).flatMap(attachment => objects(attachment.blocks));
  const problems = [...insideProblems({ blocks, attachments }), ...blockIdProblems([...objects(blocks), ...inner])];
  if (text.length < 1 || text.length > 4000) problems.push(`the text has ${text.length} characters`);
  if (/[<>]|&(?!amp;|lt;|gt;)/u.test(text)) problems.push('the text is not escaped');
  if (blocks.length + inner.length > MOST_BLOCKS.message) problems.push(`${blocks.length + inner.length} blocks`);
  if (attachments.length > 100) problems.push('too many attachments');
  const whole = wholeText([blocks, attachments]);
  if (whole > MOST_WHOLE_MESSAGE) problems.push(`the whole message has ${whole} characters`);
  return problems;
}

/** What Slack would refuse of a view. */
export function viewProblems(view: Json): readonly string[] {
  const surface = view.type === 'home' ? 'home' : 'modal';
  const blocks = objects(view.blocks);
  const problems = [...insideProblems(view.blocks), ...blockIdProblems(blocks)];
  if (blocks.length < 1 || blocks.length > MOST_BLOCKS[surface]) problems.push(`${blocks.length} blocks`);
  if (lengthOf(view.private_metadata) > 3000) problems.push('private_metadata');
  if (Buffer.byteLength(JSON.stringify(view)) > MOST_VIEW_BYTES) problems.push('the view is too large');
  if (surface === 'modal') {
    for (const key of ['title', 'submit', 'close'])
      if (key === 'title' || view[key] !== undefined) problems.push(...textProblems(view[key], 24, key));
    if (view.submit === undefined && blocks.some(({ type }) => type === 'input')) problems.push('inputs without submit');
  }
  return problems;
}

/** What steers a terminal, hides something or turns the direction of writing; our own line breaks are meant. */
const UNSEEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/u;

/** Texts with something in them that nobody sees. */
export function unseenIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return UNSEEN.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(unseenIn);
  return isObject(value) ? Object.values(value).flatMap(unseenIn) : [];
}
