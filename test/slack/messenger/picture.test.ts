import type { Picture } from '../../../src/slack/messenger/slot-content.js';
import { readContent } from '../../../src/slack/messenger/slot-content.js';
import { bench as messengerBench } from './bench.js';

const PICTURE: Picture = {
  png: Buffer.from('PNG').toString('base64'),
  name: 'inc-1-run-1.png',
  title: 'Errors',
  alt: 'Errors rise to 12%',
};
const SLOT = 'inc-1/graph-1';

function bench() {
  const at = messengerBench();
  const { standing, want, outbox, slack } = at;
  return {
    ...at,
    wantGraph: async (): Promise<void> => {
      await standing();
      await want(SLOT, 'graph', 'Graph: errors', { after: 'inc-1/card', picture: PICTURE });
    },
    graphs: () => slack.messages.filter(({ text }) => text === 'Graph: errors'),
    kept: async () => readContent((await outbox.find(SLOT))?.content ?? '')?.picture,
  };
}

describe('a message with a picture', () => {
  test('the file is uploaded, and shown by its id once Slack has worked on it; in the thread, with words for who can’t see it', async () => {
    const { wantGraph, graphs, slack, timing, calls, kept } = bench();
    slack.fileTakesMs = 3_500;
    await wantGraph();
    await timing.advance(3_000);
    expect(graphs()).toEqual([]);
    await timing.advance(3_000);
    const { file } = (await kept()) ?? {};
    expect(JSON.parse(graphs()[0]?.blocks ?? '')[0]).toEqual({
      type: 'image',
      slack_file: { id: file },
      alt_text: PICTURE.alt,
      title: { type: 'plain_text', text: 'Errors', emoji: false },
    });
    expect(graphs()[0]?.thread).toBe(slack.messages[0]?.ts);
    expect(slack.files.size).toBe(1);
    expect([...slack.files.values()]).toMatchObject([{ name: PICTURE.name, bytes: 3 }]);
    expect(slack.files.get(file ?? '')?.share).toBeUndefined();
    // The file's own alternative text would keep it from being shown.
    expect(calls('files.getUploadURLExternal').every(({ args }) => args.alt_txt === undefined)).toBe(true);
  });

  test('without files:read it is simply tried until Slack takes it', async () => {
    const { wantGraph, graphs, slack, timing } = bench();
    slack.scopesWithout.add('files:read');
    slack.fileTakesMs = 3_500;
    await wantGraph();
    await timing.advance(12_000);
    expect(graphs()).toHaveLength(1);
    expect(graphs()[0]?.blocks).toContain('slack_file');
    expect(slack.files.size).toBe(1);
  });

  test('that Slack never takes: the file is shared in the thread, once, and the words are said without it', async () => {
    const { wantGraph, graphs, slack, timing } = bench();
    slack.next(
      'chat.postMessage',
      { kind: 'none' },
      { kind: 'none' },
      ...Array.from({ length: 5 }, () => ({ kind: 'error', error: 'invalid_blocks' }) as const),
    );
    await wantGraph();
    await timing.advance(60_000);
    expect(graphs()).toHaveLength(1);
    expect(graphs()[0]?.blocks).toBe('[]');
    const shared = [...slack.files.values()].filter(({ share }) => share !== undefined);
    expect(shared).toMatchObject([{ name: PICTURE.name, share: { thread: slack.messages[0]?.ts } }]);
  });

  test('a crash after the file was shared does not share it again', async () => {
    const { standing, want, graphs, slack, timing } = bench();
    await standing();
    slack.files.set('F0SHARED0001', { name: PICTURE.name, bytes: 3, completedAt: 0, share: { channel: 'C00000001' } });
    await want(SLOT, 'graph', 'Graph: errors', { after: 'inc-1/card', picture: { ...PICTURE, shared: 'F0SHARED0001' } });
    await timing.advance(10_000);
    expect(graphs()).toHaveLength(1);
    expect(slack.files.size).toBe(1);
    expect(slack.calls.filter(({ method }) => method === 'files.completeUploadExternal')).toEqual([]);
  });

  test('a crash after the upload goes on with the same file', async () => {
    const { standing, want, graphs, slack, timing } = bench();
    await standing();
    slack.files.set('F0UPLOADED01', { name: PICTURE.name, bytes: 3, completedAt: 0 });
    await want(SLOT, 'graph', 'Graph: errors', { after: 'inc-1/card', picture: { ...PICTURE, file: 'F0UPLOADED01' } });
    await timing.advance(10_000);
    expect(graphs()[0]?.blocks).toContain('F0UPLOADED01');
    expect(slack.files.size).toBe(1);
  });

  test.each(['put', 'files.getUploadURLExternal', 'files.info'])(
    '%s gets no answer: it is tried again, and the message stands once',
    async method => {
      const { wantGraph, graphs, slack, timing } = bench();
      slack.next(method, { kind: 'cut' });
      await wantGraph();
      await timing.advance(20_000);
      expect(graphs()).toHaveLength(1);
      expect(graphs()[0]?.blocks).toContain('slack_file');
    },
  );

  test('uploads that the workspace forbids: the words go out alone', async () => {
    const { wantGraph, graphs, slack, timing } = bench();
    slack.next('files.getUploadURLExternal', { kind: 'error', error: 'file_uploads_disabled' });
    await wantGraph();
    await timing.advance(10_000);
    expect(graphs()).toHaveLength(1);
    expect(graphs()[0]?.blocks).toBe('[]');
  });

  test('a lost answer to the post: it is found, and not said twice', async () => {
    const { wantGraph, graphs, slack, timing } = bench();
    slack.next('chat.postMessage', { kind: 'none' }, { kind: 'none' }, { kind: 'lost' });
    await wantGraph();
    await timing.advance(20_000);
    expect(graphs()).toHaveLength(1);
  });
});
