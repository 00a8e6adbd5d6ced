import { openInWords } from '../../src/diagnosis/open-in-words.js';
import type { Verdict } from '../../src/model/diagnosis.js';
import type { Gap } from '../../src/model/fact.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';
import { playbooks } from '../slack/blocks/captures.js';

const [sample] = sampleInvestigation().diagnosis.verdicts;
if (!sample) throw new Error('no such verdict');
const fault = playbooks.faults.get('process-crashed');
if (!fault) throw new Error('no such fault');

const open: Verdict = {
  ...sample,
  fault: fault.id,
  word: 'undetermined',
  evidence: fault.evidence.map(({ id }) => ({ id, truth: 'unknown', says: 'x' })),
};
const gap = (check: string, host = 'app1'): Gap => ({ check, host, reason: 'denied', detail: 'x', hint: '' });

describe('why a fault is left open', () => {
  test('names the checks that could not decide it: those that it needs, on its own host', () => {
    expect(openInWords(open, fault, [gap('unit_log'), gap('firewall'), gap('units', 'gw')])).toBe(
      'undetermined: could not be checked with unit_log',
    );
  });

  test('names what nobody could answer where no check is lacking', () => {
    const one = { ...open, evidence: [{ id: 'its_log_says_so', truth: 'unknown' as const, says: 'x' }] };
    expect(openInWords(one, undefined, [])).toBe('undetermined: nothing answers “its log says so”');
    const many = Array.from({ length: 6 }, (_, at) => ({ id: `q${at}`, truth: 'unknown' as const, says: 'x' }));
    expect(openInWords({ ...open, evidence: many }, undefined, [])).toBe('undetermined: nothing answers “q0”, “q1”, “q2”, “q3” and 2 more');
  });

  test('what is known and not enough, and what contradicts itself', () => {
    expect(openInWords({ ...open, word: 'possible', evidence: [] }, fault, [])).toBe('possible: some evidence speaks for it, not enough');
    expect(openInWords({ ...open, word: 'contradictory' }, fault, [gap('units')])).toContain('speaks for and against it');
  });
});
