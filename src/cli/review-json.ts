import type { EvidenceSource } from '../model/diagnosis.js';
import type { Review } from '../model/review.js';
import { rfc3339 } from '../model/timestamp.js';

function sourceJson(source: EvidenceSource | undefined): unknown {
  return source ? { ...source, at: rfc3339(source.at) } : null;
}

/** `resources` and `settings` of an audit, for its JSON object. */
export function reviewJson({ resources, settings }: Review): Readonly<Record<string, unknown>> {
  return {
    resources: resources.map(({ resource, host, title, measures }) => ({
      resource,
      host,
      title,
      measures: measures.map(({ of, high, says, source }) => ({ of, high, says, source: sourceJson(source) })),
    })),
    settings: settings.map(({ setting, host, title, name, state, now, value, why, felt, references, source }) => ({
      setting,
      host,
      title,
      name,
      state,
      now,
      value,
      why,
      felt: felt ?? null,
      references,
      source: sourceJson(source),
    })),
  };
}
