import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Measures } from '../flow/ports/measures.js';
import { LABEL_VALUES, metricFamilies } from './metric-families.js';
import { type Readings, readGauges } from './read-gauges.js';

export interface MetricsOptions {
  /** Of Faultline. */
  readonly version: string;
  /** What is asked for when somebody scrapes. */
  readonly readings: Readings;
}

export interface Metrics {
  readonly measures: Measures;
  /** All metrics in Prometheus' text format. Never rejects for a reading's trouble: its series is then absent, and `faultline_store_up` 0. */
  readonly read: () => Promise<{ readonly type: string; readonly text: string }>;
}

type Families = ReturnType<typeof metricFamilies>;

/** The bot's own metrics, with those of the process and its event loop. docs/operations/metrics.md lists them. */
export function createMetrics({ version, readings }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const families = metricFamilies(registry);
  beginWithZero(families);
  const refresh = readGauges(registry, version, readings);
  return {
    measures: measuresOver(families),
    read: async () => {
      await refresh();
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

function beginWithZero({ webhooks, settlements, runs, visits, queries, messages, silences, lease }: Families): void {
  for (const source of LABEL_VALUES.source) for (const answer of LABEL_VALUES.answer) webhooks.inc({ source, answer }, 0);
  for (const outcome of LABEL_VALUES.settlement) settlements.inc({ outcome }, 0);
  for (const outcome of LABEL_VALUES.runOutcome) runs.inc({ state: outcome === 'none' ? 'failed' : 'answered', outcome }, 0);
  for (const outcome of LABEL_VALUES.visit) visits.inc({ outcome }, 0);
  for (const outcome of LABEL_VALUES.query) queries.inc({ outcome }, 0);
  for (const outcome of LABEL_VALUES.message) messages.inc({ outcome }, 0);
  for (const outcome of LABEL_VALUES.silence) silences.inc({ outcome }, 0);
  lease.set(0);
}

function measuresOver(families: Families): Measures {
  return {
    webhook: (source, answer, seconds) => {
      families.webhooks.inc({ source, answer });
      families.webhookSeconds.observe({ answer }, span(seconds));
    },
    alertsIn: count => families.alerts.inc(span(count)),
    settled: (outcome, seconds) => {
      families.settlements.inc({ outcome });
      families.settlementSeconds.observe(span(seconds));
    },
    runEnded: (state, outcome, seconds) => {
      const isKnown = LABEL_VALUES.runOutcome.some(known => known === outcome);
      families.runs.inc({ state, outcome: outcome !== undefined && isKnown ? outcome : 'none' });
      families.runSeconds.observe({ state }, span(seconds));
    },
    visitEnded: (outcome, seconds) => {
      families.visits.inc({ outcome });
      families.visitSeconds.observe({ outcome }, span(seconds));
    },
    query: (outcome, seconds) => {
      families.queries.inc({ outcome });
      families.querySeconds.observe(span(seconds));
    },
    message: (outcome, seconds) => {
      families.messages.inc({ outcome });
      if (outcome === 'delivered') families.messageSeconds.observe(span(seconds));
    },
    chatLimited: () => families.chatLimits.inc(),
    silence: outcome => families.silences.inc({ outcome }),
    storm: () => families.storms.inc(),
    leaseHeld: held => families.lease.set(held ? 1 : 0),
  };
}

/** A clock that was set back gives negative spans, and what never began none: neither may throw, nor take back what was counted. */
const span = (value: number): number => (Number.isFinite(value) ? Math.max(0, value) : 0);
