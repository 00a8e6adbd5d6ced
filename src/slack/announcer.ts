import type { RemedyDesk, RemedyOffer } from '../flow/ports/remedy-desk.js';
import type { Announcer, Around, LiveProgress, Logger, Outbox } from '../flow/ports.js';
import type { Incident, Run } from '../model/incident.js';
import type { Summary } from '../model/summary.js';
import { alertCard, type CardContext } from './blocks/alert-card.js';
import { diagnosisMessage } from './blocks/diagnosis.js';
import { failedRunMessage } from './blocks/failed-run.js';
import { incidentCard } from './blocks/incident-card.js';
import type { ChatMessage } from './blocks/message.js';
import { progressMessage } from './blocks/progress.js';
import type { Messenger } from './messenger/messenger.js';
import { type SlotContent, writeContent } from './messenger/slot-content.js';
import { bounded } from './share-file.js';

export interface AnnouncerOptions {
  readonly outbox: Pick<Outbox, 'want' | 'find'>;
  readonly messenger: Pick<Messenger, 'wake' | 'progress' | 'endProgress'>;
  readonly logger: Logger;
  /** What the cards of alert incidents need to know at the moment. */
  readonly context: () => CardContext;
  /** Absent: no remedies are offered. */
  readonly remedyDesk?: Pick<RemedyDesk, 'offers'>;
}

const cardSlot = ({ id }: Incident): string => `${id}/card`;
const answerSlot = ({ id }: Incident, { number }: Run): string => `${id}/answer-${number}`;
const lastRun = ({ runs }: Incident): Run => runs.at(-1) ?? runs[0];

/** Who hears it directly when the channel can't take it: nobody, when alerts opened the incident. */
const askerOf = ({ openedBy }: Incident): string => (openedBy.id === 'alerts' ? '' : openedBy.id);

/** What the last run has to say now. */
function answerOf(incident: Incident, summary: Summary | undefined, offers: readonly RemedyOffer[]): Pick<SlotContent, 'kind' | 'message'> {
  const run = lastRun(incident);
  switch (run.state.kind) {
    case 'looking':
      return { kind: 'progress', message: progressMessage(incident, run, undefined) };
    case 'failed':
      return { kind: 'answer', message: failedRunMessage(incident, run, run.state) };
    case 'answered':
      if (!summary) throw new Error(`run ${run.number} of ${incident.id} is answered, and no summary was given to show`);
      return { kind: 'answer', message: diagnosisMessage({ incident, run: run.number, summary, feedback: [], offers }) };
  }
}

/** Tells the chat about incidents: a card, and below it one message for each run, where the progress gives way to the answer. */
export function createAnnouncer({ outbox, messenger, logger, context, remedyDesk }: AnnouncerOptions): Announcer {
  /** An answer is worth more than what it offers: it goes out without, when the offers can't be had. */
  const offersOf = (incident: Incident, { number, state }: Run): readonly RemedyOffer[] => {
    if (!remedyDesk || state.kind !== 'answered') return [];
    try {
      return remedyDesk.offers(incident, number);
    } catch (error) {
      logger.warn(
        { incident: incident.id, run: number, error },
        'the remedies of an answer could not be looked up: it is shown without them',
      );
      return [];
    }
  };
  const want = async (slot: string, incident: Incident, kind: SlotContent['kind'], message: ChatMessage, after?: string): Promise<void> => {
    const { place, openedAt: since, id } = incident;
    const content = writeContent({ kind, place, asker: askerOf(incident), since, message });
    // What is wanted already would only be a change that nobody sees, out of a small budget.
    if ((await outbox.find(slot))?.content === content) return;
    await outbox.want({ slot, incident: id, content, ...(after ? { after } : {}) });
  };
  const card = (incident: Incident, summary: Summary | undefined, around: Around | undefined): ChatMessage => {
    const { story } = incident;
    return story ? alertCard({ ...incident, story }, summary, around, context()) : incidentCard(incident, summary);
  };
  return {
    show: async (incident, summary, around) => {
      // Its place is a line in the storm's digest, until it is opened.
      if (incident.story?.storm?.opened === false) return;
      const run = lastRun(incident);
      const slot = answerSlot(incident, run);
      const { kind, message } = answerOf(incident, summary, offersOf(incident, run));
      if (kind === 'answer') messenger.endProgress(slot);
      await want(cardSlot(incident), incident, 'card', card(incident, summary, around));
      await want(slot, incident, kind, message, cardSlot(incident));
      messenger.wake();
    },
    showFeedback: async (incident, run, summary, feedback) => {
      const message = diagnosisMessage({ incident, run: run.number, summary, feedback, offers: offersOf(incident, run) });
      await want(answerSlot(incident, run), incident, 'answer', message, cardSlot(incident));
      messenger.wake();
    },
    showReport: async (incident, { number }, report) => {
      const { id, place, openedAt: since, story } = incident;
      const slot = `${id}/report-${number}`;
      // Its content goes on by itself (the file's id): a run has one report.
      if (story?.storm?.opened === false || (await outbox.find(slot))) return;
      const name = `${id}-run-${number}.txt`;
      const text = bounded(report, 'cut here: the rest is in the capture; faultline replay shows it');
      const message = { text: `The whole report is in the file ${name}.`, blocks: [] };
      const file = { name, title: `The whole report of run ${number}`, text };
      const content = writeContent({ kind: 'report', place, asker: askerOf(incident), since, message, report: file });
      await outbox.want({ slot, incident: id, content, after: cardSlot(incident) });
      messenger.wake();
    },
    progress: (incident: Incident, progress: LiveProgress) => {
      const run = lastRun(incident);
      try {
        messenger.progress(answerSlot(incident, run), progressMessage(incident, run, progress));
      } catch (error) {
        logger.warn({ incident: incident.id, error }, 'progress could not be drawn');
      }
    },
  };
}
