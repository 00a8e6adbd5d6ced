import { z } from 'zod';
import { matching } from './schema-parts.js';

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1 };

/** A time that one request takes, such as `50ms`, as seconds. */
const requestTime = () =>
  z
    .string({ error: 'give a time such as 50ms' })
    .regex(/^[1-9][0-9]{0,4}(ms|s)$/, 'give a time such as 50ms or 2s')
    .transform(written => {
      const [, count = '', unit = ''] = /^([0-9]+)(ms|s)$/.exec(written) ?? [];
      return Number(count) * (UNIT_SECONDS[unit] ?? 1);
    });

/** A percentage such as `0.5%`, as a ratio; neither 0 nor more than all. */
const percentage = () =>
  z
    .string({ error: 'give a percentage in quotes, such as "1%"' })
    .regex(/^([0-9]{1,2}(\.[0-9]{1,3})?|100) ?%$/, 'give a percentage such as "1%" or "0.5%"')
    .transform(written => Number.parseFloat(written) / 100)
    .refine(ratio => ratio > 0, 'a budget of 0 can never be kept: give more');

/** `budgets:` of `faultline.yml`: what is asked of every service. The defaults are those of our sources. */
export const budgetsSchema = () =>
  z.strictObject({
    p99: z
      .strictObject({
        internal: requestTime().prefault('50ms').describe('For services that other services call.'),
        edge: requestTime().prefault('200ms').describe('For services that users call.'),
        critical: requestTime().prefault('500ms').describe('Above this the breach is critical, whatever the service.'),
      })
      .prefault({})
      .describe('Most that 99 of 100 requests may take.'),
    error_rate: percentage().prefault('1%').describe('Largest part of the requests that may fail.'),
    cpu: percentage().prefault('85%').describe('Largest part of the CPUs of a host that may be in use.'),
  });

/** `services.NAME.budgets`: in place of those that are asked of every service. */
export const serviceBudgetsSchema = () =>
  z.strictObject({
    p99: requestTime().optional().describe('Most that 99 of 100 requests may take. Default: that of its `exposure`.'),
    error_rate: percentage().optional().describe('Largest part of the requests that may fail.'),
    cpu: percentage().optional().describe('Largest part of the CPUs of its hosts that may be in use.'),
  });

const METRIC = { pattern: /^[a-zA-Z_:][a-zA-Z0-9_:]*$/, most: 128, means: 'the name of a metric' };
const LABEL = { pattern: /^[A-Za-z0-9_][A-Za-z0-9_.:/@-]*$/, most: 128, means: 'the value of a label' };

/** `services.NAME.metrics`: what the service's metrics are called. Each is a parameter of PromQL checks. */
export const serviceMetricsSchema = () =>
  z.strictObject({
    job: matching(LABEL)
      .optional()
      .describe('Label `job` of its series in Prometheus (`service` with ingress-nginx, cluster with Envoy). Default: its name.'),
    request_duration: matching(METRIC)
      .optional()
      .describe(
        'Histogram of its response times in seconds, without `_bucket`. Default: http_request_duration_seconds, then those of common exporters.',
      ),
    requests: matching(METRIC)
      .optional()
      .describe('Counter of its requests, with the status in a label. Default: http_requests_total, then those of common exporters.'),
    gc_pause: matching(METRIC)
      .optional()
      .describe(
        'Summary or histogram of its garbage collections in seconds, without `_sum`. Default: those of Micrometer, the JVM, Node and Go.',
      ),
    pool_waiting: matching(METRIC)
      .optional()
      .describe('Gauge of the requests that wait for a database connection. Default: those of HikariCP, pgbouncer and database/sql.'),
    dependency_duration: matching(METRIC)
      .optional()
      .describe(
        'Response times of its calls to others in seconds, with the label `dependency`, without `_sum`. Default: those of Micrometer, OpenTelemetry and Envoy.',
      ),
    backend_requests: matching(METRIC)
      .optional()
      .describe('Counter of the requests to its backends, with the label `backend`. Default: those of nginx (vts) and HAProxy.'),
    client_requests: matching(METRIC)
      .optional()
      .describe(
        'Counter of the requests of its clients, with the label `client`. Default: http_requests_by_client_total, then that of Kong.',
      ),
  });
