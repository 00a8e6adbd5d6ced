import type { EvidenceSource } from '../model/diagnosis.js';
import type { EvaluationContext, Playbooks } from '../model/playbook.js';
import type { Resource, ResourceReview, Review, Setting, SettingReview, SettingState } from '../model/review.js';
import type { Target } from '../model/target.js';
import type { Truth } from '../model/truth.js';
import { sourceOf } from './cite.js';
import { contextOf } from './context.js';
import type { HostFacts } from './facts.js';

const STATE_OF: Readonly<Record<Truth, SettingState>> = { true: 'as-recommended', false: 'differs', unknown: 'unknown' };

/** In the order in which people should read them: what is felt, what differs, what needs no hand. */
const ORDER: readonly SettingState[] = ['differs', 'not-advised', 'unknown', 'as-recommended'];

/** The line that the present value was read from. */
function lineOf(setting: Setting, facts: HostFacts): EvidenceSource | undefined {
  for (const field of setting.fields) {
    const [check = '', ...path] = field.split('.');
    const found = facts.facts.get(check);
    const line = found?.source.lines[path.join('.')];
    if (!found || line === undefined) continue;
    const { command, exit, at, host } = found.source;
    return { check, host, command, exit, at, line };
  }
  return undefined;
}

function reviewSetting(setting: Setting, context: EvaluationContext, facts: HostFacts): SettingReview | undefined {
  const { id, title, name, advice, felt, references } = setting;
  if (setting.concerns?.truth(context) === 'false') return undefined;
  const state = advice.kind === 'not-advised' ? 'not-advised' : STATE_OF[advice.when.truth(context)];
  const isFelt = state === 'differs' && felt?.when.truth(context) === 'true';
  const source = lineOf(setting, facts);
  return {
    setting: id,
    host: facts.host,
    title,
    name,
    state,
    now: setting.now.render(context),
    value: advice.kind === 'not-advised' ? advice.often : advice.value,
    why: advice.kind === 'not-advised' ? advice.because : advice.why,
    ...(isFelt && felt ? { felt: felt.says.render(context) } : {}),
    references,
    ...(source ? { source } : {}),
  };
}

function reviewResource({ id, title, measures }: Resource, context: EvaluationContext, facts: HostFacts): ResourceReview {
  return {
    resource: id,
    host: facts.host,
    title,
    measures: measures.map(({ of, says, saysNot, high }) => {
      const truth = high.truth(context);
      const source = sourceOf(high, truth, { context }, facts);
      const text = truth === 'false' && saysNot ? saysNot : says;
      return { of, high: truth, says: text.render(context), ...(source ? { source } : {}) };
    }),
  };
}

const byId = <T extends { readonly id: string }>(all: ReadonlyMap<string, T>): readonly T[] =>
  [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

function inReadingOrder(reviews: readonly SettingReview[]): readonly SettingReview[] {
  const place = ({ state, felt }: SettingReview): number => (felt === undefined ? ORDER.indexOf(state) : -1);
  return [...reviews].sort((a, b) => place(a) - place(b));
}

/**
 * Holds a host's settings against what is recommended, and asks each resource how much of it is used, what waits and what went wrong. No part
 * of the diagnosis: a setting that differs is no fault. The same facts give the same review. `undefined` when no symptom wants one.
 */
export function reviewHost(playbooks: Playbooks, symptoms: readonly string[], facts: HostFacts, target: Target): Review | undefined {
  const wanted = new Set(symptoms.flatMap(id => playbooks.symptoms.get(id)?.reviews ?? []));
  if (wanted.size === 0) return undefined;
  const context = contextOf(playbooks, facts, target);
  const settings = wanted.has('settings') ? byId(playbooks.settings) : [];
  const resources = wanted.has('resources') ? byId(playbooks.resources) : [];
  return {
    resources: resources.map(resource => reviewResource(resource, context, facts)),
    settings: inReadingOrder(settings.flatMap(setting => reviewSetting(setting, context, facts) ?? [])),
  };
}
