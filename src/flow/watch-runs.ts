import { lastRun } from './answer-incident.js';
import type { RunWatcher } from './desk.js';
import type { AlertAnnouncer } from './ports/alert-announcer.js';
import type { StoryStore } from './ports/alert-store.js';
import type { DrawGraph } from './ports/graph.js';
import type { Measures } from './ports/measures.js';
import type { Clock, Logger } from './ports.js';
import type { ShowStory } from './show-story.js';

interface WatchTools {
  readonly stories: Pick<StoryStore, 'note'>;
  readonly alerts: Pick<AlertAnnouncer, 'showGraph'>;
  /** Absent: there is nothing to draw from. */
  readonly drawGraph?: DrawGraph;
  readonly measures: Pick<Measures, 'runEnded'>;
  readonly show: ShowStory;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What runs of incidents of alerts leave behind: entries in the timeline, the card as the story stands now, a graph. */
export function watchRuns({ stories, alerts, drawGraph, measures, show, clock, logger }: WatchTools): RunWatcher {
  async function safely(incident: string, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logger.warn({ error, incident }, `${what} failed; the answer itself is kept`);
    }
  }
  return {
    began: async incident => {
      if (!incident.story) return;
      const { number, startedAt, by } = lastRun(incident);
      await safely(incident.id, 'noting in the timeline that a run began', () =>
        stories.note(incident.id, [{ at: startedAt, kind: 'run-began', by, says: `Diagnosis ${number} began.` }]),
      );
    },
    ended: async (incident, summary) => {
      const run = lastRun(incident);
      if (run.state.kind === 'looking') return;
      measures.runEnded(run.state.kind, summary?.outcome, clock.now() - run.startedAt);
      if (!incident.story) return;
      const says = summary
        ? `Diagnosis ${run.number}: ${summary.headline}. ${summary.sentence}`
        : `Diagnosis ${run.number} gave no answer.`;
      const at = run.state.at;
      await safely(incident.id, 'noting in the timeline that a run ended', () =>
        stories.note(incident.id, [{ at, kind: 'run-ended', says }]),
      );
      // The story may have gone on while the answer was on its way, and its card was then drawn without the answer.
      await show(incident.id);
      if (run.state.kind !== 'answered' || !drawGraph) return;
      await safely(incident.id, 'drawing a graph', async () => {
        const drawn = await drawGraph(incident);
        if (drawn.kind === 'drawn') await alerts.showGraph(incident, run, drawn.graph);
        else logger.info({ incident: incident.id }, `there is no graph: ${drawn.says}`);
      });
    },
  };
}
