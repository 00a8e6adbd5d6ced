import type { Problem } from '../model/playbook.js';
import type { Measure, MeasureOf, Resource } from '../model/review.js';
import type { Language } from './language.js';
import type { YamlFile } from './read-yaml.js';
import type { ResourceSource } from './schema-resource.js';
import { taker } from './taker.js';

const ASKED: readonly MeasureOf[] = ['utilisation', 'saturation', 'errors'];

/** Makes a resource of its source, every condition and text compiled, or gives everything that is wrong with them. */
export function buildResource(
  source: ResourceSource,
  file: YamlFile,
  language: Language,
): { readonly built?: Resource; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const checks = new Set<string>();
  const take = taker(file, problems, checks);
  const scope = language.scope();
  const measures = ASKED.flatMap(of =>
    source[of].flatMap((measure, index): readonly Measure[] => {
      const says = take(scope.template(measure.says), [of, index, 'says']);
      const saysNot = measure.says_not === undefined ? undefined : take(scope.template(measure.says_not), [of, index, 'says_not']);
      const high = take(scope.condition(measure.high), [of, index, 'high']);
      return says && high ? [{ of, says, ...(saysNot ? { saysNot } : {}), high }] : [];
    }),
  );
  if (problems.length > 0) return { problems };
  const { resource: id, title } = source;
  return { built: { id, place: file.placeOfKey([], 'resource'), title, measures, checks: [...checks].sort() }, problems };
}
