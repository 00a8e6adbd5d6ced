import type { Config } from './schema.js';

/** `services.NAME.metrics` as the parameters of the PromQL checks that ask for them. */
export function metricParams({ job, ...names }: Config['services'][string]['metrics']): Readonly<Record<string, string>> {
  const metrics = Object.entries(names).flatMap(([name, metric]) => (metric === undefined ? [] : [[`${name}_metric`, metric]]));
  return Object.fromEntries([...(job === undefined ? [] : [['metrics_job', job]]), ...metrics]);
}
