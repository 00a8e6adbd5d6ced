import type { EvidenceSource } from '../model/diagnosis.js';
import { harmless } from '../model/harmless.js';
import type { Review } from '../model/review.js';
import type { SummaryReview } from '../model/summary.js';

function harmlessSource(source: EvidenceSource | undefined): { readonly source?: EvidenceSource } {
  return source ? { source: { ...source, command: harmless(source.command), line: harmless(source.line) } } : {};
}

/** `3 of 11 measures of resources are high, 1 is not known.` */
function resourcesCount({ resources }: Review): string {
  const all = resources.flatMap(({ measures }) => measures);
  const high = all.filter(measure => measure.high === 'true').length;
  const unknown = all.filter(measure => measure.high === 'unknown').length;
  const begin =
    high === 0 ? `None of ${all.length} measures is high` : `${high} of ${all.length} measures ${high === 1 ? 'is' : 'are'} high`;
  return `${begin}${unknown === 0 ? '' : `, ${unknown} ${unknown === 1 ? 'is' : 'are'} not known`}.`;
}

/** `5 of 28 settings differ from what is recommended, 1 is felt already; 2 are not known.` */
function settingsCount({ settings }: Review): string {
  const differing = settings.filter(({ state }) => state === 'differs');
  const felt = differing.filter(setting => setting.felt !== undefined).length;
  const unknown = settings.filter(({ state }) => state === 'unknown').length;
  const begin =
    differing.length === 0
      ? `None of ${settings.length} settings differs from what is recommended`
      : `${differing.length} of ${settings.length} settings ${differing.length === 1 ? 'differs' : 'differ'} from what is recommended`;
  const seen = felt === 0 ? '' : `, ${felt} ${felt === 1 ? 'is' : 'are'} felt already`;
  return `${begin}${seen}${unknown === 0 ? '' : `; ${unknown} ${unknown === 1 ? 'is' : 'are'} not known`}.`;
}

/** A review with every text harmless to print, and its two sentences; it is still data for whoever draws it. */
export function reviewInWords(review: Review): SummaryReview {
  const { resources, settings } = review;
  return {
    resourcesSay: resourcesCount(review),
    settingsSay: settingsCount(review),
    resources: resources.map(({ resource, host, title, measures }) => ({
      resource,
      host,
      title: harmless(title),
      measures: measures.map(({ of, high, says, source }) => ({ of, high, says: harmless(says), ...harmlessSource(source) })),
    })),
    settings: settings.map(({ setting, host, title, name, state, now, value, why, felt, references, source }) => ({
      setting,
      host,
      title: harmless(title),
      name: harmless(name),
      state,
      now: harmless(now),
      value: harmless(value),
      why: harmless(why),
      ...(felt === undefined ? {} : { felt: harmless(felt) }),
      references: references.map(reference => harmless(reference)),
      ...harmlessSource(source),
    })),
  };
}
