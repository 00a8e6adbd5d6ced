import { isObject, listAt } from '../json.js';
import { blocksRule } from './blocks.js';
import { plainText } from './composition.js';
import { repeatedBlockIds, type Violation } from './message.js';
import { check, flag, oneOf, type Problem, type Rule, text } from './rule.js';

/** A view's JSON: 250 kB (docs.slack.dev, views.open, `view_too_large`). */
const MOST_VIEW_BYTES = 250_000;

const base = {
  private_metadata: text(3000, 0),
  callback_id: text(255, 0),
  external_id: text(255, 0),
};

const modal: Rule = {
  kind: 'object',
  needs: { type: oneOf('modal'), title: plainText(24), blocks: blocksRule('modal') },
  may: { ...base, submit: plainText(24), close: plainText(24), clear_on_close: flag, notify_on_close: flag, submit_disabled: flag },
};

const home: Rule = { kind: 'object', needs: { type: oneOf('home'), blocks: blocksRule('home') }, may: { ...base, title: plainText(24) } };

/** Would Slack take this view? `undefined`: yes. A pointer begins at `/view`, as Slack's do. */
export function checkView(view: unknown, surface: 'modal' | 'home'): Violation | undefined {
  if (!isObject(view)) return { error: 'invalid_arguments', problems: [{ pointer: '/view', says: 'must provide an object' }] };
  if (Buffer.byteLength(JSON.stringify(view)) > MOST_VIEW_BYTES) return { error: 'view_too_large', problems: [] };
  const blocks = listAt(view, 'blocks') ?? [];
  const problems: Problem[] = [...check(surface === 'modal' ? modal : home, view, '/view'), ...repeatedBlockIds(blocks, '/view/blocks')];
  if (surface === 'modal' && !view.submit && blocks.some(block => isObject(block) && block.type === 'input'))
    problems.push({ pointer: '/view', says: 'missing required field: submit' });
  return problems.length > 0 ? { error: 'invalid_arguments', problems } : undefined;
}
