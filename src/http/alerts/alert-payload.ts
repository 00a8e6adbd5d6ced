import { z } from 'zod';

// Keys that nobody reads are left alone: both senders add some with each release.
const text = z.string({ error: 'must be a text' });
/** Go writes an empty map as `null`. */
const texts = z.record(z.string(), text, { error: 'must be an object of texts' }).nullish();
const list = z.array(z.unknown(), { error: 'must be a list of alerts' }).min(1, 'must hold at least one alert');

/** One alert, as Alertmanager (version 4) and Grafana (version 1) send it. */
export const alertPayload = z.object(
  {
    status: z.enum(['firing', 'resolved'], { error: 'must be "firing" or "resolved"' }),
    labels: texts,
    annotations: texts,
    startsAt: text,
    endsAt: text.nullish(),
    generatorURL: text.nullish(),
    fingerprint: text.nullish(),
    /** Grafana: the values that made it fire. */
    valueString: text.nullish(),
    /** Grafana: pages of the alert. */
    silenceURL: text.nullish(),
    dashboardURL: text.nullish(),
    panelURL: text.nullish(),
  },
  { error: 'must be an object' },
);

/** A group around its alerts; each alert is looked at by itself, so that what is beyond the bound costs nothing. */
export const groupPayload = z.object(
  {
    receiver: text,
    groupKey: text.min(1, 'must not be empty'),
    groupLabels: texts,
    commonLabels: texts,
    commonAnnotations: texts,
    externalURL: text.nullish(),
    truncatedAlerts: z.int({ error: 'must be a whole number' }).min(0, 'must not be negative').nullish(),
    alerts: list,
  },
  { error: 'must be an object' },
);

/** What tells the senders apart: Grafana sends version 1 with its organisation. */
export const senderPayload = z.object({ version: z.unknown().optional(), orgId: z.unknown().optional() }, { error: 'must be an object' });
