import type { Problem } from '../model/playbook.js';
import type { Setting, SettingAdvice } from '../model/review.js';
import type { Language } from './language.js';
import type { YamlFile } from './read-yaml.js';
import type { SettingSource } from './schema-setting.js';
import { taker } from './taker.js';

/** Makes a setting of its source, every condition and text compiled, or gives everything that is wrong with them. */
export function buildSetting(
  source: SettingSource,
  file: YamlFile,
  language: Language,
): { readonly built?: Setting; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const checks = new Set<string>();
  const take = taker(file, problems, checks);
  const scope = language.scope();
  const { recommended, not_advised: notAdvised } = source;
  const compiledNow = scope.template(source.now);
  const now = take(compiledNow, ['now']);
  const concerns = source.concerns === undefined ? undefined : take(scope.condition(source.concerns), ['concerns']);
  const when = recommended && take(scope.condition(recommended.when), ['recommended', 'when']);
  const feltWhen = source.felt && take(scope.condition(source.felt.when), ['felt', 'when']);
  const feltSays = source.felt && take(scope.template(source.felt.says), ['felt', 'says']);
  const advice: SettingAdvice | undefined = notAdvised
    ? { kind: 'not-advised', ...notAdvised }
    : recommended && when && { kind: 'recommended', value: recommended.value, when, why: recommended.why };
  if (problems.length > 0 || !now || !advice) return { problems };
  const built: Setting = {
    id: source.setting,
    place: file.placeOfKey([], 'setting'),
    title: source.title,
    name: source.name,
    now,
    fields: compiledNow.ok ? compiledNow.reads.fields : [],
    ...(concerns ? { concerns } : {}),
    advice,
    ...(feltWhen && feltSays ? { felt: { when: feltWhen, says: feltSays } } : {}),
    references: source.references,
    checks: [...checks].sort(),
  };
  return { built, problems };
}
