import { join } from 'node:path';
import type { MessageState } from '../../src/sandbox/journal.js';
import { ACTION } from '../../src/slack/action-ids.js';
import { shippedPlaybooks } from '../diagnosis/known-fleet.js';
import { readAloud } from '../slack/read-aloud.js';
import { folder, lab, main, run, withCondition } from './lab.js';
import { forgetKept } from './remedies-over-ssh.js';
import { BY_HAND, IN_CI, isAll } from './removals.js';
import { openServing, type Serving } from './serve-process.js';

// A remedy as people meet it: through the real `faultline serve`, from a slash command to a changed host and the record in the thread.
beforeAll(() => lab(['up']));

const MOST_MS = 90_000;
/** As root: `faultline access` and its account are the matter of root-script.lab.test.ts. */
const HOSTS = join(folder, 'faultline.root.yml');

let serving: Serving;
let ana: string;
let ben: string;
let cleo: string;
let channel: string;
beforeEach(async () => {
  serving = await openServing('socket', HOSTS, {
    sections: ({ userId }) => ({ approvals: { approvers: { users: [userId('ben'), userId('cleo')] } } }),
  });
  const { userId, channelId } = serving.workspace;
  [ana, ben, cleo, channel] = [userId('ana'), userId('ben'), userId('cleo'), channelId('incidents')];
  await serving.start();
});
afterEach(async () => {
  await serving.close();
  await forgetKept(['app1', 'gw']);
});

const spoken = ({ message }: MessageState): string => readAloud([...message.blocks, ...message.attachments]);
const holds = (state: MessageState, text: string): boolean =>
  JSON.stringify([state.message.blocks, state.message.attachments]).includes(text);
const seen = (fits: (state: MessageState) => boolean): Promise<MessageState> => serving.workspace.journal.waitForMessage(fits, MOST_MS);
const toldAlone = (user: string, words: string) => seen(state => state.onlyFor === user && spoken(state).includes(words));
const press = (user: string, { message }: MessageState, actionId: string, blockId?: string) =>
  serving.workspace.people.press({ user, channel, ts: message.ts, actionId, ...(blockId === undefined ? {} : { blockId }) });
const holdsOffer = (block: string, does: string): boolean => block.includes(ACTION.prepareRemedy) && block.includes(does);
const stands = (words: string) => seen(state => state.onlyFor === undefined && spoken(state).includes(words));

/** ana asks, waits for the answer and has its first remedy prepared, or the one that does that; gives the message of the request. */
async function prepared(words: string, does = ''): Promise<MessageState> {
  await serving.workspace.people.say({ user: ana, channel, text: `/diagnose ${words}` });
  const answer = await seen(state => holds(state, ACTION.prepareRemedy));
  const offer = answer.message.blocks.find(block => holdsOffer(JSON.stringify(block), does));
  if (offer === undefined) throw new Error(`the answer does not offer: ${does}\n${spoken(answer)}`);
  await press(ana, answer, ACTION.prepareRemedy, String(offer.block_id));
  return seen(state => holds(state, ACTION.approveRemedy));
}

async function auditLog(): Promise<readonly { readonly event: string; readonly who: string }[]> {
  expect(await serving.stop()).toBe(0);
  const { stdout } = await run(process.execPath, [main, 'audit-log', 'show', '--json', '--config', serving.config], 30_000);
  const verified = await run(process.execPath, [main, 'audit-log', 'verify', '--config', serving.config], 30_000);
  expect(verified).toMatchObject({ exit: 0, stdout: expect.stringContaining('is whole') });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}

test('a stranger may not approve it, a second person may; then the service runs, and the thread has before and after', async () => {
  await withCondition('unit-stopped', async ({ port }) => {
    const request = await prepared(`connection refused on app1 port=${port}`);
    expect(spoken(request)).toContain('unit-start api-service.service');
    await press(ana, request, ACTION.approveRemedy);
    await toldAlone(ana, 'You are not one of those who may approve remedies');
    await press(ben, request, ACTION.approveRemedy);
    const kept = await stands('The deciding evidence does not speak for the fault any more');
    expect(kept.message.ts).toBe(request.message.ts);
    expect(holds(kept, ACTION.approveRemedy)).toBe(false);
    const state = await run('ssh', ['-F', join(folder, 'ssh_config'), '-l', 'root', 'app1', 'systemctl is-active api-service'], 20_000);
    expect(state.stdout.trim()).toBe('active');
    const events = (await auditLog()).map(({ event, who }) => [event, who]);
    expect(events.slice(0, 4)).toEqual([
      ['requested', ana],
      ['refused', ana],
      ['approved', ben],
      ['started', expect.any(String)],
    ]);
    expect(events.map(([event]) => event).slice(-2)).toEqual(['verified', 'kept']);
  });
});

test('a rule of the firewall takes two people; rejected, nothing is done', async () => {
  await withCondition('firewall-drop', async ({ port }) => {
    const rules = () => lab(['shell', 'app1', 'iptables-save']).then(text => text.replace(/\[\d+:\d+\]|^#.*$/gmu, ''));
    const before = await rules();
    const request = await prepared(`connection timed out on app1 port=${port}`);
    await press(ben, request, ACTION.approveRemedy);
    const half = await stands('1 of 2 approvals given');
    await press(ben, half, ACTION.approveRemedy);
    await toldAlone(ben, 'already');
    await press(cleo, half, ACTION.rejectRemedy);
    await stands('Nothing was done');
    expect(await rules()).toBe(before);
    // A button of the message as it was, from a client that has not drawn it anew.
    await press(cleo, half, ACTION.approveRemedy);
    expect(await rules()).toBe(before);
    expect((await auditLog()).map(({ event }) => event).filter(event => event === 'started')).toEqual([]);
  });
});

// Each remedy for the lab's faults, as people approve it. Some twenty minutes.
for (const { condition: name, remedy, knobs = {} } of isAll ? [...IN_CI, ...BY_HAND] : [])
  test(`${remedy} (${name} ${JSON.stringify(knobs)}): approved in the chat, it removes the fault, and the thread says so`, async () => {
    const { does = '' } = shippedPlaybooks().playbooks.remedies.get(remedy) ?? {};
    await withCondition(
      name,
      async ({ words, host, port }) => {
        const request = await prepared(`${words.join(' ')} on ${host} port=${port}`, does);
        await press(ben, request, ACTION.approveRemedy);
        if (spoken(request).includes('of 2 approvals')) await press(cleo, await stands('1 of 2 approvals given'), ACTION.approveRemedy);
        const kept = await stands('The deciding evidence does not speak for the fault any more');
        expect(kept.message.ts).toBe(request.message.ts);
        // The table of the evidence, which is not read aloud: true before, and not any more.
        for (const words of ['The same evidence, before and after', '● speaks for the fault', '○ '])
          expect([words, holds(kept, words)]).toEqual([words, true]);
        expect((await auditLog()).map(({ event }) => event).slice(-2)).toEqual(['verified', 'kept']);
      },
      knobs,
    );
  });
