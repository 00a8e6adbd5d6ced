import { ruledOutInWords } from '../../src/diagnosis/ruled-out-in-words.js';
import type { JudgedEvidence, Verdict } from '../../src/model/diagnosis.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';

const [, , sample] = sampleInvestigation().diagnosis.verdicts;
if (!sample) throw new Error('no such verdict');

const against = (says: string, strength: 'strong' | 'moderate'): JudgedEvidence => ({
  id: says.replaceAll(' ', '_'),
  truth: 'false',
  weight: { side: 'against', strength },
  says,
});
const refuted = (fault: string, what: string, evidence: readonly JudgedEvidence[]) => {
  const verdict: Verdict = { ...sample, fault, evidence, about: { process: what } };
  return { verdict, name: `${fault}@app1 (${what})` };
};

describe('what was ruled out, in words', () => {
  test('sixty of a kind are one line with the first as the example; another fault stands by itself', () => {
    const many = Array.from({ length: 60 }, (_, at) => refuted('fd-limit', `p${at}`, [against(`p${at} has room`, 'moderate')]));
    expect(ruledOutInWords([...many, refuted('fd-leak', 'p1', [against('it closes them', 'strong')])])).toEqual([
      { name: 'fd-limit@app1', fault: 'fd-limit', host: 'app1', says: 'p0 has room', because: 'evidence', alike: 59 },
      { name: 'fd-leak@app1 (p1)', fault: 'fd-leak', host: 'app1', says: 'it closes them', because: 'evidence', alike: 0 },
    ]);
  });

  test('what is ruled out for another reason is not counted among those', () => {
    const lines = ruledOutInWords([refuted('fd-limit', 'a', [against('a has room', 'strong')]), refuted('fd-limit', 'b', [])]);
    expect(lines.map(({ name, because }) => `${name} ${because}`)).toEqual(['fd-limit@app1 (a) evidence', 'fd-limit@app1 (b) too-little']);
  });

  test('the strongest line against it is the reason', () => {
    const [line] = ruledOutInWords([refuted('x', 'a', [against('a little', 'moderate'), against('a lot', 'strong')])]);
    expect(line?.says).toBe('a lot');
  });

  test('a fault that could be about nothing there says what is true instead', () => {
    const none: JudgedEvidence = { id: 'nothing-concerned', truth: 'false', says: 'no service on this host has failed' };
    expect(ruledOutInWords([refuted('x', 'a', [none])])[0]).toMatchObject({
      because: 'no-object',
      says: 'no service on this host has failed',
    });
  });
});
