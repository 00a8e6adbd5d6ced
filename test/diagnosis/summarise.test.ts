import { summarise } from '../../src/diagnosis/summarise.js';
import type { Verdict } from '../../src/model/diagnosis.js';
import type { Investigation } from '../../src/model/investigation.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';

const summaryOf = (diagnosis: Partial<Investigation['diagnosis']>) => {
  const sample = sampleInvestigation();
  return summarise({ ...sample, diagnosis: { ...sample.diagnosis, ...diagnosis } }, undefined);
};
const sample = sampleInvestigation().diagnosis.verdicts;
const like = (index: number, more: Partial<Verdict>): Verdict => {
  const verdict = sample[index];
  if (!verdict) throw new Error('no such verdict');
  return { ...verdict, ...more };
};

describe('a diagnosis in words', () => {
  test('says the cause in one sentence, the host first', () => {
    expect(summaryOf({})).toMatchObject({
      headline: 'Root cause confirmed',
      sentence: 'app1: The kernel killed node for lack of memory',
      symptom: { id: 'bad-gateway', title: 'bad-gateway' },
      places: ['gw:80', 'app1:8080'],
      findings: [
        {
          name: 'oom-kill@app1',
          chain: [
            { name: 'oom-kill@app1', says: 'The kernel killed node for lack of memory' },
            { name: 'upstream-down@gw', says: 'upstream-down happened' },
          ],
        },
      ],
      effects: [{ name: 'upstream-down@gw', says: 'upstream-down happened' }],
      ruledOut: [{ name: 'unit-stopped@app1', says: 'a process listens on port 8080', because: 'evidence' }],
    });
  });

  test('several causes are counted, a trail is not called a cause', () => {
    expect(summaryOf({ roots: [0, 2], chains: [[0], [2]] }).sentence).toBe(
      '2 causes. app1: The kernel killed node for lack of memory; app1: unit-stopped happened',
    );
    expect(summaryOf({ outcome: 'traced', roots: [], tracedTo: [1], chains: [[1]] }).sentence).toBe(
      'Traced to gw: upstream-down happened. Its cause is not established',
    );
  });

  test.each([
    ['none-of-these' as const, [], /The cause is something else/u],
    ['undetermined' as const, sampleInvestigation().diagnosis.gaps, /what could not be checked might be it/u],
    ['undetermined' as const, [], /not enough to name one/u],
  ])('%s cannot be taken for "all is well"', (outcome, gaps, says) => {
    const summary = summaryOf({ outcome, roots: [], chains: [], gaps });
    expect(summary.nothing).toMatch(says);
    expect(summary.sentence).toBe(summary.nothing);
    expect(summary.findings).toEqual([]);
  });

  test('what could be or is not there, with the reason', () => {
    const nothing = { id: 'nothing-concerned', truth: 'false' as const, says: 'no service on this host has failed' };
    const unknown = { id: 'its_log_says_so', truth: 'unknown' as const, says: 'x' };
    const summary = summaryOf({
      verdicts: [
        ...sample,
        like(1, { fault: 'a', word: 'undetermined', evidence: [unknown] }),
        like(1, { fault: 'b', word: 'contradictory' }),
        like(1, { fault: 'c', word: 'ruled-out', evidence: [nothing] }),
        like(1, { fault: 'd', word: 'unlikely', evidence: [] }),
      ],
    });
    expect(summary.open.map(({ says }) => says)).toEqual([
      'undetermined: nothing answers “its log says so”',
      expect.stringContaining('contradictory'),
    ]);
    expect(summary.ruledOut.map(({ because }) => because)).toEqual(['evidence', 'no-object', 'too-little']);
  });

  test('no text of it steers a terminal', () => {
    expect(JSON.stringify(summaryOf({}))).not.toMatch(/\\u00[01]/u);
  });
});
