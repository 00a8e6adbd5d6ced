import { type ExportedRun, incidentMarkdown } from '../alerting/incident-markdown.js';
import { fullEvidence } from '../diagnosis/full-evidence.js';
import { summarise } from '../diagnosis/summarise.js';
import type { Incident, Run } from '../model/incident.js';
import type { Playbooks } from '../model/playbook.js';
import type { StoryStore } from './ports/alert-store.js';
import type { IncidentStore } from './ports.js';

/** The incident as Markdown; undefined: there is none such. */
export type ExportIncident = (id: string) => Promise<string | undefined>;

interface ExportTools {
  readonly incidents: Pick<IncidentStore, 'find' | 'feedbackOn'>;
  readonly stories: Pick<StoryStore, 'timeline'>;
  readonly playbooks: Playbooks;
}

export function exportIncident({ incidents, stories, playbooks }: ExportTools): ExportIncident {
  async function exported({ id, question }: Incident, { number, by, startedAt, state }: Run): Promise<ExportedRun> {
    const feedback = await incidents.feedbackOn(id, number);
    const run = { number, startedAt, by: by.id, feedback };
    if (state.kind === 'looking') return { ...run, says: 'It is still looking.' };
    if (state.kind === 'failed') return { ...run, says: state.says.join(' ') };
    const symptom = playbooks.symptoms.get(question.symptom);
    const { headline, sentence } = summarise(state.investigation, symptom, playbooks);
    return { ...run, says: `${headline}. ${sentence}`, evidence: fullEvidence(state.investigation, symptom, playbooks) };
  }
  return async id => {
    const incident = await incidents.find(id);
    if (!incident) return undefined;
    const runs: ExportedRun[] = [];
    for (const run of incident.runs) runs.push(await exported(incident, run));
    return incidentMarkdown(incident, await stories.timeline(id), runs);
  };
}
