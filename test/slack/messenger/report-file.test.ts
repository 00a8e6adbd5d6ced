import { type Report, readContent } from '../../../src/slack/messenger/slot-content.js';
import { bench as messengerBench } from './bench.js';

const REPORT: Report = { text: 'Settings: 2 of 29 differ — ✓', name: 'inc-1-run-1.txt', title: 'The whole report of run 1' };
const SLOT = 'inc-1/report-1';

function bench() {
  const at = messengerBench();
  const { standing, want, outbox, slack } = at;
  return {
    ...at,
    wantReport: async (report = REPORT): Promise<void> => {
      await standing();
      await want(SLOT, 'report', 'The whole report is in the file.', { after: 'inc-1/card', report });
    },
    shared: () => [...slack.files.values()].filter(({ share }) => share !== undefined),
    entry: () => outbox.find(SLOT),
  };
}

test('it is shared in the thread as a file, once, with all its bytes, and no message is posted for it', async () => {
  const { wantReport, shared, slack, timing, entry } = bench();
  await wantReport();
  const before = slack.messages.length;
  await timing.advance(10_000);
  expect(shared()).toMatchObject([
    { name: REPORT.name, bytes: Buffer.byteLength(REPORT.text), share: { channel: 'C00000001', thread: slack.messages[0]?.ts } },
  ]);
  expect(slack.messages).toHaveLength(before);
  const { version, delivered } = (await entry()) ?? {};
  expect(delivered).toBe(version);
});

test('a crash after the upload goes on with the same file, and one after the sharing does not share it again', async () => {
  const { wantReport, shared, slack, timing, calls } = bench();
  slack.files.set('F0SHARED0001', { name: REPORT.name, bytes: 3, completedAt: 0, share: { channel: 'C00000001' } });
  await wantReport({ ...REPORT, file: 'F0SHARED0001' });
  await timing.advance(10_000);
  expect(shared()).toHaveLength(1);
  expect(slack.files.size).toBe(1);
  expect(calls('files.completeUploadExternal')).toEqual([]);
});

test.each(['put', 'files.getUploadURLExternal', 'files.info'])(
  '%s gets no answer: it is tried again, and the file is shared once',
  async method => {
    const { wantReport, shared, slack, timing } = bench();
    slack.next(method, { kind: 'cut' });
    await wantReport();
    await timing.advance(30_000);
    expect(shared()).toHaveLength(1);
  },
);

test('a workspace that takes no files goes without, and the log says so', async () => {
  const { wantReport, shared, slack, timing, entry, logger } = bench();
  slack.next('files.getUploadURLExternal', { kind: 'error', error: 'file_uploads_disabled' });
  await wantReport();
  await timing.advance(10_000);
  expect(shared()).toEqual([]);
  expect((await entry())?.abandoned).toMatch(/does not take the file inc-1-run-1\.txt/u);
  expect(logger.lines.some(({ says }) => says.includes('does not take the file'))).toBe(true);
});

test('what the outbox holds of it is read back whole', () => {
  const written = { kind: 'report', place: { channel: 'C1' }, asker: '', since: 1, message: { text: 'x', blocks: [] }, report: REPORT };
  expect(readContent(JSON.stringify(written))).toEqual(written);
});
