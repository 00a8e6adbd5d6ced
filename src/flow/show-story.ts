import { summarise } from '../diagnosis/summarise.js';
import type { Incident } from '../model/incident.js';
import type { Playbooks } from '../model/playbook.js';
import { lastRun } from './answer-incident.js';
import type { OpenDesk } from './desk.js';
import { NOBODY } from './nobody.js';
import type { Announcer, Desk, IncidentStore, Logger } from './ports.js';

export interface ShowStoryTools {
  readonly incidents: Pick<IncidentStore, 'find'>;
  /** One that knows what stands around an incident (`aroundAnnouncer`). */
  readonly announcer: Pick<Announcer, 'show'>;
  readonly desk: Pick<Desk, 'rerun'>;
  /** The desk's: begins a run that is kept as looking, unless it is under way already. */
  readonly begin: OpenDesk['begin'];
  readonly playbooks: Playbooks;
  readonly logger: Logger;
}

/**
 * Shows an incident of alerts as it is kept now; has it looked at when nobody does although its run is kept as looking (the answer of the commit
 * was lost), and again when its alerts fired anew. Never throws.
 */
export type ShowStory = (id: string) => Promise<void>;

/** Its alerts fired anew after its last run, which has ended, had begun: what that run saw may not be what is wrong now. */
function isRunDue(incident: Incident): boolean {
  const { story, question } = incident;
  if (story?.state.kind !== 'firing' || story.refired === 0 || question.hosts.length === 0) return false;
  if (story.storm && !story.storm.opened) return false;
  const { startedAt } = lastRun(incident);
  return startedAt < story.state.since;
}

export function showStory({ incidents, announcer, desk, begin, playbooks, logger }: ShowStoryTools): ShowStory {
  return async id => {
    try {
      const incident = await incidents.find(id);
      if (!incident) return;
      const { state } = lastRun(incident);
      // First what must not be forgotten: once it is shown, nobody looks for it again.
      if (state.kind === 'looking') begin(incident);
      else if (isRunDue(incident) && (await desk.rerun(id, NOBODY)) === 'begun') return;
      const symptom = playbooks.symptoms.get(incident.question.symptom);
      const summary = state.kind === 'answered' ? summarise(state.investigation, symptom, playbooks) : undefined;
      await announcer.show(incident, summary);
    } catch (error) {
      logger.error({ error, incident: id }, 'the change of an incident could not be shown; trying again soon');
    }
  };
}
