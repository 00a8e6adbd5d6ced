import { helpMessage } from '../../../src/slack/blocks/help.js';
import { homeView } from '../../../src/slack/blocks/home.js';
import { hostsMessage } from '../../../src/slack/blocks/hosts.js';
import { playbooksMessage } from '../../../src/slack/blocks/playbooks.js';
import { statusMessage } from '../../../src/slack/blocks/status.js';
import { messageProblems, viewProblems } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { incidentOf, KNOWN } from './scenes.js';

const BAD = '<!channel>&'.repeat(100);
const many = <Item>(item: Item, count = 500): Item[] => Array.from({ length: count }, () => item);

describe('lists', () => {
  test('500 hosts: the first 40, and how to see the others', () => {
    const hosts = Array.from({ length: 500 }, (_, index) => ({ name: `api-${index}`, address: '10.0.0.1' }));
    const spoken = readAloud(hostsMessage({ hosts, services: [] }).blocks);
    expect(spoken).toContain('500 hosts');
    expect(spoken).toContain('and 460 more; type /faultline hosts and the first letters of a name');
    expect(readAloud(hostsMessage({ hosts, services: [] }, ' API-49 ').blocks)).toContain('11 hosts beginning with “API-49”');
  });

  test('nothing found is said, with what to do', () => {
    expect(hostsMessage(KNOWN, 'web').text).toContain('No host or service begins with “web”');
    expect(hostsMessage({ hosts: [], services: [] }).text).toContain('No host is declared');
  });

  test('services stand with their hosts and port', () => {
    expect(readAloud(hostsMessage(KNOWN, 'check').blocks)).toContain('checkout  on api-1, api-2, port 8080');
  });

  test.each([
    ['hosts', () => hostsMessage({ hosts: many({ name: BAD, address: BAD }), services: many({ name: BAD, hosts: many(BAD, 9) }) })],
    ['hosts by a hostile prefix', () => hostsMessage(KNOWN, BAD)],
    [
      'playbooks',
      () =>
        playbooksMessage({
          symptoms: many({ id: BAD, title: BAD, asks: [], phrases: many(BAD, 9) }),
          faults: many({ id: BAD, title: BAD, role: 'cause' as const }),
        }),
    ],
    ['no playbooks', () => playbooksMessage({ symptoms: [], faults: [] })],
    [
      'status',
      () => statusMessage({ version: BAD, startedAt: Number.NaN, looking: 1e9, undelivered: 1e9, warnings: many('&'.repeat(1000)) }),
    ],
    ['help', () => helpMessage()],
  ])('%s: within all limits', (_, draw) => {
    expect(messageProblems(draw())).toEqual([]);
  });

  test('the bot is called well only when nothing speaks against it', () => {
    const status = { version: '1', startedAt: 0, looking: 0, undelivered: 0, warnings: [] };
    expect(statusMessage(status).text).toContain('The bot itself is well');
    expect(statusMessage({ ...status, warnings: ['no socket'] }).text).not.toContain('well');
    expect(statusMessage({ ...status, undelivered: 3 }).text).not.toContain('well');
  });
});

describe('the App Home', () => {
  const { id, openedAt, openedBy, place, question } = incidentOf('502 on gw', { kind: 'looking' });
  const line = { id, openedAt, openedBy, place, question, runs: 1 };
  const status = { version: '1', startedAt: 0, looking: 1, undelivered: 0, warnings: [] };

  test('separates what is under way from what ended', () => {
    const spoken = readAloud(
      homeView(
        [
          { ...line, state: 'looking' },
          { ...line, state: 'answered', outcome: 'none-of-these', runs: 3 },
        ],
        status,
      ).blocks,
    );
    expect(spoken).toMatch(
      /Under way[\s\S]*🔎 Looking[\s\S]*#C0INCIDENTS[\s\S]*Lately[\s\S]*⚪ None of these[\s\S]*3 runs[\s\S]*What to type/u,
    );
    expect(readAloud(homeView([], status).blocks)).toContain('Nothing was asked yet.');
  });

  test.each(['U0ALICE', 'W0ALICE', 'D0ALICE'])('a question that was asked in private (%s) is no link to a channel', channel => {
    const { blocks } = homeView([{ ...line, place: { channel }, state: 'looking' }], status);
    expect(readAloud(blocks)).toContain('in a direct message, ');
    expect(JSON.stringify(blocks)).not.toContain('"type":"channel"');
  });

  test('500 incidents keep all limits', () => {
    const bad = {
      ...line,
      state: 'looking' as const,
      question: { ...question, words: BAD, symptom: BAD },
      place: { channel: BAD },
      openedBy: { id: BAD },
    };
    expect(viewProblems({ ...homeView([...many(bad), ...many({ ...bad, state: 'failed' as const })], status) })).toEqual([]);
  });
});
