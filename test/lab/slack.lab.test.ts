import { join } from 'node:path';
import type { MessageState } from '../../src/sandbox/journal.js';
import { readAloud } from '../slack/read-aloud.js';
import type { Condition } from './condition.js';
import { diagnose, folder, lab, type Report, replay, withCondition } from './lab.js';
import { openServing, type Serving } from './serve-process.js';

// From a slash command, through the real `faultline serve`, to a real sshd host and back into the thread.
beforeAll(() => lab(['up']));

const MOST_ANSWER_MS = 90_000;
const HOSTS = join(folder, 'faultline.services.yml');

let serving: Serving;
afterEach(() => serving.close());

const spoken = ({ message }: MessageState): string => readAloud([...message.blocks, ...message.attachments]);
const ofBot = ({ message }: MessageState): boolean => message.user === serving.workspace.bot.id;
const isAnswer = (state: MessageState): boolean =>
  ofBot(state) && state.message.thread !== undefined && spoken(state).includes('checks in');

/** What a person types for the condition. */
function typed({ words, host, port, url }: Condition): string {
  return `/diagnose ${words.join(' ')} on ${host} port=${port} url=${url}`;
}

async function ask(condition: Condition): Promise<void> {
  const { people, userId, channelId } = serving.workspace;
  expect(await people.say({ user: userId('ana'), channel: channelId('incidents'), text: typed(condition) })).toEqual({ ok: true });
}

interface Told {
  readonly roots: readonly string[];
  readonly chain: readonly string[];
  readonly evidence: readonly string[];
}

/** Root, chain and evidence as the thread tells them. */
function inThread(answer: string): Told {
  const [, steps = ''] = /How it leads here\n?([\s\S]*?)\nEvidence/u.exec(answer) ?? [];
  const chain = [...steps.matchAll(/([a-z][a-z-]+@[\w.-]+)/gu)].map(([, name = '']) => name);
  const evidence = [...answer.matchAll(/^(?:✓|✗ Speaks against it:) (.+)$/gmu)].map(([, says = '']) => says);
  return { roots: chain.slice(0, 1), chain, evidence: [...new Set(evidence)].sort() };
}

/** The same as `diagnose --json` has it. */
function inReport({ roots, chain, verdicts }: Report): Told {
  const named = roots.map(({ fault, host }) => `${fault}@${host}`);
  const [root] = roots;
  const verdict = verdicts.find(each => each.fault === root?.fault && each.host === root.host);
  const counted = verdict?.evidence.flatMap(({ weight, says }) => (weight === 'none' ? [] : [says])) ?? [];
  return { roots: named, chain: chain[0] ?? [], evidence: [...new Set(counted)].sort() };
}

describe.each(['socket', 'http'] as const)('over %s', mode => {
  test.each(['accept-queue-overflow', 'chain-oom-bad-gateway'])('%s: the thread says what `diagnose --json` says', async name => {
    serving = await openServing(mode, HOSTS);
    await serving.start();
    await withCondition(name, async condition => {
      const where = ['--host', condition.host, '--port', String(condition.port), '--url', condition.url];
      const [{ report }, answer] = await Promise.all([
        diagnose(condition.words, where, { configFile: serving.config }),
        ask(condition).then(() => serving.workspace.journal.waitForMessage(isAnswer, MOST_ANSWER_MS)),
      ]);
      const told = inThread(spoken(answer));
      const { roots, chain, evidence } = inReport(report);
      expect({ roots: told.roots, chain: told.chain }).toEqual({ roots, chain });
      expect(told.roots).toEqual(condition.roots.map(({ fault, host }) => `${fault}@${host}`));
      if (condition.chain) expect(told.chain).toEqual(condition.chain);
      // Two looks at the same moment count a little differently: the sentences without a count are the same.
      expect(told.evidence.filter(says => evidence.includes(says) || /\d/u.test(says))).toEqual(told.evidence);
      // What this very run saw gives the same sentences to the last digit.
      expect(await serving.stop()).toBe(0);
      expect(inReport(await replay(await serving.recorded()))).toEqual(told);
    });
  });
});

describe('killed without warning and started again: one card, one answer, and nothing twice', () => {
  const ended = (log: string): number => log.split('"the run ended"').length - 1;

  test.each<[string, (state: MessageState) => boolean]>([
    ['as soon as the card stands', state => ofBot(state) && state.message.thread === undefined],
    ['in the middle of its checks', state => ofBot(state) && /[1-9]\d* checks? done/u.test(spoken(state))],
    ['as soon as the answer stands', isAnswer],
  ])('%s', async (_, moment) => {
    serving = await openServing('socket', HOSTS);
    const { journal, people, channelId, userId } = serving.workspace;
    await serving.start();
    await withCondition('unit-stopped', async condition => {
      await ask(condition);
      await journal.waitForMessage(moment, MOST_ANSWER_MS);
      await serving.kill();
      const before = ended(serving.log());
      await serving.start();
      const resumed = Number(/"resumed":(\d+)/u.exec(serving.log().split('"Faultline starts"').at(-2) ?? '')?.[1] ?? '-1');
      expect(resumed).toBeGreaterThanOrEqual(0);
      await journal.waitForMessage(isAnswer, MOST_ANSWER_MS);
      await serving.logged(log => ended(log) >= before + resumed);
    });
    // What is still wanted goes out before the end.
    expect(await serving.stop()).toBe(0);
    expect(journal.messages().filter(state => ofBot(state) && state.kind === 'posted')).toHaveLength(2);
    const [card, ...others] = people.messages(userId('ana'), channelId('incidents'));
    expect(others).toEqual([]);
    expect(people.messages(userId('ana'), channelId('incidents'), card?.ts)).toHaveLength(2);
    expect(readAloud(card?.blocks)).toContain('app1: ');
    expect(readAloud(card?.blocks)).not.toContain('Looking');
  });
});
