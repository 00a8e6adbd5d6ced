import { foldStory } from '../../alerting/fold-story.js';
import type { AlertGroup, AlertSignal } from '../../model/alert.js';
import type { AlertStory, TimelineEntry } from '../../model/story.js';
import type { Logger } from '../ports.js';

/** What consecutive signals of one group come to: one settlement. */
export interface FoldedSignals {
  readonly ids: readonly string[];
  /** `open` also with what followed upon the opening; the group is that of the signal that opened. */
  readonly outcome:
    | { readonly kind: 'open'; readonly story: AlertStory; readonly group: AlertGroup }
    | { readonly kind: 'change'; readonly story: AlertStory }
    | { readonly kind: 'nothing' };
  readonly entries: readonly TimelineEntry[];
  /** When the first of them came in, by the bot's clock. */
  readonly receivedAt: number;
}

interface FoldTools {
  readonly rejoinSeconds: number;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly logger: Logger;
}

/**
 * Folds the waiting signals of one group, oldest first, into as few settlements as there are incidents. A signal that cannot be folded is a
 * mistake in Faultline: it is logged and settled as nothing, so that it holds up no other.
 *
 * @param known story of the group's newest incident
 */
export function foldSignals(
  known: AlertStory | undefined,
  signals: readonly AlertSignal[],
  { rejoinSeconds, now, logger }: FoldTools,
): readonly FoldedSignals[] {
  const all: FoldedSignals[] = [];
  let last: FoldedSignals | undefined;
  let story = known;
  for (const { id, group, receivedAt } of signals) {
    // Of another replica's clock that is ahead, nothing may lie in the future.
    const at = Math.min(receivedAt, now);
    let folded: ReturnType<typeof foldStory>;
    try {
      folded = foldStory(story, group, at, rejoinSeconds);
    } catch (error) {
      logger.error({ error, signal: id }, 'a signal could not be understood, which is a mistake in Faultline; it is settled as nothing');
      folded = { kind: 'nothing', says: 'it could not be understood' };
    }
    if (folded.kind === 'open' && last && last.outcome.kind !== 'nothing') {
      all.push(last);
      last = undefined;
    }
    const before: FoldedSignals = last ?? { ids: [], outcome: { kind: 'nothing' }, entries: [], receivedAt };
    const ids = [...before.ids, id];
    if (folded.kind === 'nothing') last = { ...before, ids };
    else {
      const entries = [...before.entries, ...folded.entries];
      const isOpening = before.outcome.kind === 'open';
      // One settlement is one step of the revision, whatever it is made of.
      const revision = before.outcome.kind === 'nothing' ? folded.story.revision : before.outcome.story.revision;
      story = { ...folded.story, revision };
      if (folded.kind === 'open') last = { ...before, ids, entries, outcome: { kind: 'open', story, group } };
      else if (isOpening) last = { ...before, ids, entries, outcome: { ...before.outcome, story } };
      else last = { ...before, ids, entries, outcome: { kind: 'change', story } };
    }
  }
  return last ? [...all, last] : all;
}
