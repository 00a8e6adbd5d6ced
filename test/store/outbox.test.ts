import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open-store.js';

const folder = mkdtempSync(join(tmpdir(), 'faultline-outbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('how long a message waits counts from the oldest wish that is not delivered', async () => {
  let now = 100;
  const opened = await openStore(`sqlite:${join(folder, 'faultline.db')}`, { now: () => now });
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { outbox, close } = opened.store;
  const want = (at: number, content: string): Promise<void> => {
    now = at;
    return outbox.want({ slot: 'card', incident: 'inc-1', content });
  };
  const wantedAt = async (): Promise<number | undefined> => (await outbox.find('card'))?.wantedAt;
  await want(100.5, 'one');
  await want(101, 'two');
  expect(await wantedAt()).toBe(100.5);
  await outbox.markDelivered('card', 2, { channel: 'C1', ts: '1' });
  await want(200, 'two');
  expect(await wantedAt()).toBe(100.5);
  await want(201, 'three');
  expect(await wantedAt()).toBe(201);
  await outbox.markPosting('card');
  expect(await outbox.find('card')).toMatchObject({ posting: true, postingSince: 201 });
  await outbox.abandon('card', 'the channel is archived');
  expect(await outbox.find('card')).not.toHaveProperty('postingSince');
  // What was given up waits no more: what comes after it counts from its own time.
  await want(300, 'four');
  expect(await wantedAt()).toBe(300);
  await close();
});
