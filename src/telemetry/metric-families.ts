import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds, as bounds of histograms. */
const ANSWERS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WAITS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
/** A run's window is 5 s, and its deadline 180 s. */
const LOOKS = [1, 2.5, 5, 6, 7.5, 10, 15, 20, 30, 60, 120, 180];

/**
 * Everything that is counted as it happens. Label values come from closed sets: every series is there from the start with 0, so that the
 * first event is a rise that `increase()` sees.
 */
export function metricFamilies(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    ...labelNames: readonly Label[]
  ): Histogram<Label> => new Histogram({ name, help, buckets: [...buckets], labelNames, registers });
  return {
    webhooks: counter('faultline_webhook_requests_total', 'Webhook requests of senders of alerts.', 'source', 'answer'),
    webhookSeconds: histogram('faultline_webhook_duration_seconds', 'Until a webhook request was answered.', ANSWERS, 'answer'),
    alerts: counter('faultline_alerts_received_total', 'Alerts in the signals that were kept.'),
    settlements: counter('faultline_settlements_total', 'Settlements of signals: what became of them.', 'outcome'),
    settlementSeconds: histogram('faultline_settlement_delay_seconds', 'From the receipt of a signal until it was settled.', WAITS),
    runs: counter('faultline_runs_total', 'Investigations that ended.', 'state', 'outcome'),
    runSeconds: histogram('faultline_run_duration_seconds', 'Of an investigation, from its beginning to its end.', LOOKS, 'state'),
    visits: counter('faultline_visits_total', 'Visits at hosts: one connection, all checks.', 'outcome'),
    visitSeconds: histogram('faultline_visit_duration_seconds', 'Of a visit at a host.', LOOKS, 'outcome'),
    queries: counter('faultline_prometheus_queries_total', 'Queries to Prometheus.', 'outcome'),
    querySeconds: histogram('faultline_prometheus_query_duration_seconds', 'Of a query to Prometheus.', ANSWERS),
    messages: counter('faultline_messages_total', 'Messages to the chat that ended.', 'outcome'),
    messageSeconds: histogram('faultline_message_delay_seconds', 'From the wish for a message until it stood in the chat.', WAITS),
    chatLimits: counter('faultline_chat_limited_total', 'Times that the chat told the bot to wait (429).'),
    silences: counter('faultline_silences_total', 'Silences in Alertmanager that people asked for.', 'outcome'),
    storms: counter('faultline_storms_total', 'Storms of alerts that began.'),
    lease: new Gauge({ name: 'faultline_lease_held', help: '1: this replica settles, looks and talks; 0: it stands by.', registers }),
  };
}

/** The labels of each counter that has some, with every value. */
export const LABEL_VALUES = {
  source: ['alertmanager', 'grafana', 'unknown'],
  answer: ['accepted', 'known', 'refused', 'unauthorised', 'failed'],
  settlement: ['opened', 'changed', 'nothing', 'in-storm'],
  runState: ['answered', 'failed'],
  /** `none`: it gave no answer. */
  runOutcome: ['root-cause-confirmed', 'root-cause-likely', 'traced', 'undetermined', 'none-of-these', 'none'],
  visit: ['looked', 'unreachable'],
  query: ['ok', 'empty', 'failed'],
  message: ['delivered', 'abandoned'],
  silence: ['made', 'ended', 'refused'],
  severity: ['critical', 'error', 'warning', 'info', 'unknown'],
} as const;
