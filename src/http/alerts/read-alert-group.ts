import type { z } from 'zod';
import type { Alert, AlertGroup } from '../../model/alert.js';
import { alertPayload, groupPayload, senderPayload } from './alert-payload.js';
import { digest } from './digest.js';
import { labelFingerprint } from './label-fingerprint.js';
import { ANNOTATIONS, type Cuts, LABELS, namedTexts } from './named-texts.js';
import { storable } from './storable.js';

export type ReadGroup =
  /** `notes`: what had to be cut, one sentence each. */
  | { readonly kind: 'read'; readonly group: AlertGroup; readonly notes: readonly string[] }
  /** One sentence: what is wrong, and what to send. */
  | { readonly kind: 'refused'; readonly says: string };

/** Alerts of one group; Alertmanager's `max_alerts` sets the same bound at the sender. */
export const MOST_ALERTS = 1000;
const MOST_KEY = 1024;
const MOST_URL = 2048;
const MOST_SAID = 60;

/** What one delivery of Alertmanager (webhook version 4) or Grafana (version 1) says. @param body the text of the request */
export function readAlertGroup(body: string): ReadGroup {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return refused("The body is no JSON, or it breaks off in the middle. Send Alertmanager's webhook (version 4) as it is.");
  }
  const sender = senderPayload.safeParse(given);
  if (!sender.success) return refused("The body is JSON, but no object with alerts. Send Alertmanager's webhook (version 4) as it is.");
  const { version, orgId } = sender.data;
  if (version !== '4' && version !== '1')
    return refused(
      `The version of the payload is ${brief(version)}. Faultline reads version "4" (Alertmanager since 0.16) and "1" (Grafana's contact point of type webhook).`,
    );
  const group = groupPayload.safeParse(given);
  if (!group.success) return refused(complaint(group.error, ''));
  return withAlerts(group.data, version === '1' || orgId !== undefined ? 'grafana' : 'alertmanager');
}

function withAlerts(given: z.output<typeof groupPayload>, source: AlertGroup['source']): ReadGroup {
  const cuts: Cuts = { texts: 0, entries: 0 };
  const alerts = new Map<string, Alert>();
  for (const [index, each] of given.alerts.slice(0, MOST_ALERTS).entries()) {
    const read = alertPayload.safeParse(each);
    if (!read.success) return refused(complaint(read.error, `alerts[${index}]`));
    const startsAt = seconds(read.data.startsAt);
    if (startsAt === undefined) return refused(`alerts[${index}].startsAt must be a time such as 2026-01-31T12:00:00Z.`);
    const alert = toAlert(read.data, startsAt, cuts);
    // The same label set twice: the last one is the newest word of the sender.
    alerts.set(alert.fingerprint, alert);
  }
  const beyond = Math.max(0, given.alerts.length - MOST_ALERTS);
  const leftOut = (given.truncatedAlerts ?? 0) + beyond;
  const group: AlertGroup = {
    source,
    key: named(given.groupKey),
    receiver: named(given.receiver),
    groupLabels: namedTexts(given.groupLabels ?? {}, LABELS, cuts),
    commonLabels: namedTexts(given.commonLabels ?? {}, LABELS, cuts),
    commonAnnotations: namedTexts(given.commonAnnotations ?? {}, ANNOTATIONS, cuts),
    ...url('externalUrl', given.externalURL),
    alerts: [...alerts.values()],
    leftOut,
  };
  const notes = [
    ...(beyond === 0 ? [] : [`${beyond} alerts beyond the first ${MOST_ALERTS} of the group were left out.`]),
    ...(cuts.texts === 0 ? [] : [`${cuts.texts} labels and annotations were shortened.`]),
    ...(cuts.entries === 0 ? [] : [`${cuts.entries} labels and annotations were left out.`]),
  ];
  return { kind: 'read', group, notes };
}

function toAlert(given: z.output<typeof alertPayload>, startsAt: number, cuts: Cuts): Alert {
  const labels = namedTexts(given.labels ?? {}, LABELS, cuts);
  // What Grafana says beside its annotations is kept as some more of them, by its own names; an annotation of that name goes before.
  const { valueString, silenceURL, dashboardURL, panelURL } = given;
  const beside = { valueString, silenceURL, dashboardURL, panelURL };
  const more = Object.entries(beside).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const annotations = more.length === 0 ? (given.annotations ?? {}) : { ...Object.fromEntries(more), ...given.annotations };
  const endsAt = given.status === 'resolved' && given.endsAt ? seconds(given.endsAt) : undefined;
  return {
    fingerprint: given.fingerprint && /^[\w.:-]{1,64}$/u.test(given.fingerprint) ? given.fingerprint : labelFingerprint(labels),
    state: given.status,
    labels,
    annotations: namedTexts(annotations, ANNOTATIONS, cuts),
    startsAt,
    ...(endsAt === undefined ? {} : { endsAt }),
    ...url('generatorUrl', given.generatorURL),
  };
}

/** Seconds since the epoch; undefined for what is no time, and for Go's zero time (year 1). */
function seconds(time: string): number | undefined {
  const ms = Date.parse(time);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms / 1000;
}

/** A name that must stay one of its own: a long one ends with its digest. */
function named(text: string): string {
  const safe = storable(text);
  return safe.length <= MOST_KEY ? safe : `${safe.slice(0, MOST_KEY - 80).replace(/[\ud800-\udbff]$/u, '')}…${digest(safe)}`;
}

/** Part of an address leads nowhere, so that a long one is left out. */
function url<Key extends string>(key: Key, text: string | null | undefined): Partial<Record<Key, string>> {
  return text && text.length <= MOST_URL ? ({ [key]: storable(text) } as Partial<Record<Key, string>>) : {};
}

const refused = (says: string): ReadGroup => ({ kind: 'refused', says });

/** `alerts[3].labels.port must be a text.` Names in it are the sender's: short and printable. */
function complaint({ issues }: z.core.$ZodError, at: string): string {
  const [first] = issues;
  const steps = (first?.path ?? []).map(step => `.${brief(step)}`).join('');
  return `${`${at}${steps}`.replace(/^\./u, '') || 'The payload'} ${first?.message ?? 'cannot be read'}.`;
}

function brief(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : typeof value === 'object' ? 'no text' : String(value);
  return text.replace(/[^\x20-\x7e]+/gu, '?').slice(0, MOST_SAID);
}
