import { evidenceLines } from '../../src/diagnosis/evidence-lines.js';
import type { JudgedEvidence } from '../../src/model/diagnosis.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';

const source = { check: 'ss', host: 'app1', command: 'ss -ltnp', exit: 0, at: 1, line: 'LISTEN' };
const line = (says: string, more: Partial<JudgedEvidence> = {}): JudgedEvidence => ({
  id: says,
  truth: 'true',
  weight: { side: 'for', strength: 'strong' },
  says,
  source,
  ...more,
});

function linesOf(...evidence: readonly JudgedEvidence[]) {
  const [verdict] = sampleInvestigation().diagnosis.verdicts;
  if (!verdict) throw new Error('no verdict');
  return evidenceLines({ ...verdict, evidence });
}

describe('the evidence that counted', () => {
  test('what speaks for it comes first, what does not count is left out', () => {
    const against = line('against', { weight: { side: 'against', strength: 'weak' } });
    const idle: JudgedEvidence = { id: 'idle', truth: 'false', says: 'idle' };
    expect(linesOf(against, idle, line('for')).map(({ side, says }) => `${side} ${says}`)).toEqual(['for for', 'against against']);
  });

  test('a line that two sentences stand on is cited once', () => {
    expect(linesOf(line('one'), line('two')).map(({ source: cited }) => cited?.line)).toEqual(['LISTEN', undefined]);
  });

  test('nothing is said twice', () => {
    expect(linesOf(line('same'), line('same'), line('other'))).toHaveLength(2);
    expect(linesOf(line('same'), line('same', { source: { ...source, line: 'another' } }))).toHaveLength(2);
  });
});
