import type { Logger, Outbox, OutboxEntry } from '../../flow/ports.js';
import { untrusted } from '../blocks/untrusted.js';
import type { Ended } from './deliver.js';
import { completeUpload, type FileClient, stateOfFile, uploadFile } from './file-upload.js';
import type { Route } from './route.js';
import { type Report, type SlotContent, writeContent } from './slot-content.js';
import { sayTrouble, troubleOf } from './trouble.js';

interface ReportTools {
  readonly files: FileClient;
  readonly outbox: Pick<Outbox, 'want' | 'markDelivered' | 'abandon'>;
  readonly logger: Logger;
}

// Slack takes 200 characters for a title.
const MOST_TITLE = 200;

/** The next step of the report on its way into the thread: uploaded, then shared. Each is kept before the next, so that a crash shares it once. */
async function step(
  entry: OutboxEntry,
  content: SlotContent,
  report: Report,
  route: Route,
  { files, outbox }: ReportTools,
): Promise<Ended> {
  if (report.file === undefined) {
    const file = await uploadFile(report.name, new TextEncoder().encode(report.text), files);
    const { slot, incident, after } = entry;
    await outbox.want({ slot, incident, content: writeContent({ ...content, report: { ...report, file } }), ...(after ? { after } : {}) });
    return { kind: 'again' };
  }
  if ((await stateOfFile(report.file, files)) !== 'shared')
    await completeUpload({ id: report.file, title: untrusted(report.title, MOST_TITLE) }, route, files);
  // The file has a message of its own, whose time Slack does not tell; it is never changed.
  await outbox.markDelivered(entry.slot, entry.version, { channel: route.channel, ts: '' });
  return { kind: 'stands' };
}

/**
 * Shares a report as a file in the thread. Never throws for Slack's trouble. A workspace that takes no files goes without: the answer in the
 * thread says the same in short.
 */
export async function deliverReport(
  entry: OutboxEntry,
  content: SlotContent,
  report: Report,
  route: Route,
  tools: ReportTools,
): Promise<Ended> {
  try {
    return await step(entry, content, report, route, tools);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'rate-limited') return { kind: 'pause', route, seconds: trouble.seconds };
    if (trouble.kind !== 'refused') return { kind: 'later', why: sayTrouble(trouble), everyone: trouble.kind === 'unsent' };
    const why = `Slack does not take the file ${report.name}: ${sayTrouble(trouble)}`;
    tools.logger.warn({ slot: entry.slot, incident: entry.incident, code: trouble.code }, why);
    await tools.outbox.abandon(entry.slot, why);
    return { kind: 'abandoned', why };
  }
}
