import { createHash } from 'node:crypto';
import type { AlertStory, Severity } from '../model/story.js';
import { toMs } from './ms.js';
import type { Tables } from './tables.js';

/** Worst first. */
const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warning', 'info', 'unknown'];

/** Names a group for good, in as many letters as an index takes. */
export function groupDigest({ receiver, key }: { readonly receiver: string; readonly key: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([receiver, key]))
    .digest('base64url');
}

function silencedUntil({ silences }: AlertStory): number | null {
  const ends = silences.filter(({ endedAt }) => endedAt === undefined).map(({ until }) => until);
  return ends.length === 0 ? null : toMs(Math.max(...ends));
}

/** The columns of a story that change with it. */
export function storyColumns(story: AlertStory): Omit<Tables['story'], 'seq' | 'incident' | 'opened_at' | 'announced_revision' | 'hosts'> {
  const { state, severity, storm } = story;
  return {
    group_digest: groupDigest(story.group),
    revision: story.revision,
    state: state.kind,
    since: toMs(state.since),
    closed_by: state.kind === 'closed' ? state.by.id : null,
    severity,
    severity_rank: SEVERITIES.indexOf(severity),
    alerts: story.alerts.length + story.leftOut,
    silenced_until: silencedUntil(story),
    storm: storm?.id ?? null,
    storm_opened: storm?.opened ? 1 : 0,
    json: JSON.stringify(story),
  };
}
