import { progressMessage } from '../../../src/slack/blocks/progress.js';
import { messageProblems } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { HOSTILE } from './hostile.js';
import { incidentOf } from './scenes.js';

const incident = incidentOf('502 on gw', { kind: 'looking' });
const [run] = incident.runs;

describe('live progress', () => {
  test('before anything is known it names what will be looked at', () => {
    expect(readAloud(progressMessage(incident, run, undefined).blocks)).toMatch(/^🔎 Looking\ngw {2}connecting\n/u);
  });

  test('a service whose hosts are not known yet: no count of nothing', () => {
    const nowhere = { ...incident, question: { ...incident.question, hosts: [] } };
    expect(progressMessage(nowhere, run, { seconds: 2, hosts: [] }).text).toBe('Looking for 2 s');
  });

  test('says how far it is on each host', () => {
    const hosts = [
      { host: 'gw', done: 1, running: [] },
      { host: 'app1', done: 5, running: ['a', 'b', 'c', 'd', 'e', 'f'] },
    ];
    const spoken = readAloud(progressMessage(incident, { ...run, number: 2 }, { seconds: 6.4, hosts }).blocks);
    expect(spoken).toContain('Looking again (run 2) for 6 s · 6 checks done on 2 hosts');
    expect(spoken).toContain('gw  1 check done\napp1  5 checks done, now a, b, c, d and 2 more');
  });

  test('says for whom it waits', () => {
    expect(progressMessage(incident, run, { seconds: 1, waiting: 1, hosts: [] }).text).toBe('Waits for 1 other diagnosis to end');
  });

  test('200 hosts with hostile names keep all limits', () => {
    const hosts = Array.from({ length: 200 }, () => ({
      host: HOSTILE,
      done: 1e9,
      running: Array.from({ length: 200 }, () => '&'.repeat(500)),
    }));
    const message = progressMessage(incident, run, { seconds: 1e9, hosts });
    expect(messageProblems(message)).toEqual([]);
    expect(readAloud(message.blocks)).toContain('and 194 more hosts');
  });
});
