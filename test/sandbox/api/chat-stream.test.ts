import { call, endAll, startSandbox, text } from '../start-sandbox.js';

afterEach(endAll);

test('a stream grows, keeps one card per task, and ends once', async () => {
  const workspace = await startSandbox();
  const channel = workspace.channelId('incidents');
  const ana = workspace.userId('ana');
  const root = text(await call(workspace, 'chat.postMessage', { channel, text: 'root' }), 'ts');
  expect(await call(workspace, 'chat.startStream', { channel, thread_ts: root })).toEqual({
    ok: false,
    error: 'missing_recipient_user_id',
  });
  const to = { channel, thread_ts: root, recipient_user_id: ana, recipient_team_id: workspace.team.id };
  const ts = text(await call(workspace, 'chat.startStream', { ...to, markdown_text: 'Loo' }), 'ts');
  const task = (status: string) => [{ type: 'task_update', id: 't1', title: 'Ask api-1', status }];
  await call(workspace, 'chat.appendStream', { channel, ts, markdown_text: 'king' });
  await call(workspace, 'chat.appendStream', { channel, ts, chunks: task('in_progress') });
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'x' })).toEqual({ ok: false, error: 'streaming_state_conflict' });
  const stopped = await call(workspace, 'chat.stopStream', { channel, ts, chunks: task('complete') });
  expect(stopped).toMatchObject({
    ok: true,
    message: {
      blocks: [
        { type: 'markdown', text: 'Looking' },
        { type: 'task_card', task_id: 't1', status: 'complete' },
      ],
    },
  });
  expect(await call(workspace, 'chat.appendStream', { channel, ts, markdown_text: 'x' })).toEqual({
    ok: false,
    error: 'message_not_in_streaming_state',
  });
});
