import { judgeCase } from '../../src/playbooks/cases.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';
import { fixtureFiles, stubParsers } from './fixtures.js';
import { sampleDiagnosis, sampleVerdict } from './sample-diagnosis.js';

const playbookCase = loadPlaybooks(fixtureFiles('good'), stubParsers).cases.get('queue-full');
if (!playbookCase) throw new Error('the fixture has no case');

const full = sampleVerdict('queue-full', 'api-1', 'confirmed');
const timeout = sampleVerdict('proxy-timeout', 'api-1', 'ruled-out');

describe('a case', () => {
  test('is met', () => {
    // The same fault on a second port of the host is the same name.
    const diagnosis = sampleDiagnosis('root-cause-confirmed', [full, full, timeout], { roots: [0, 1], chains: [[0], [1]] });
    expect(judgeCase(playbookCase, diagnosis)).toEqual([]);
  });

  test('is missed in every way', () => {
    const likely = sampleVerdict('queue-full', 'api-1', 'likely');
    const blamed = sampleVerdict('proxy-timeout', 'api-1', 'confirmed');
    const diagnosis = sampleDiagnosis('traced', [blamed, likely], { tracedTo: [0], chains: [[1, 0]] });
    expect(judgeCase(playbookCase, diagnosis)).toEqual([
      'the outcome is traced; expected root-cause-confirmed.',
      'the roots are none; expected queue-full@api-1.',
      'it is traced to proxy-timeout@api-1; expected none.',
      'the chains are queue-full@api-1 → proxy-timeout@api-1; expected queue-full@api-1.',
      'proxy-timeout@api-1 is confirmed; expected it to be ruled out.',
      'queue-full@api-1 is likely; expected confirmed.',
      'proxy-timeout@api-1 is blamed; this case must never blame proxy-timeout.',
    ]);
  });

  test('knows that what was not judged was not ruled out', () => {
    expect(judgeCase(playbookCase, sampleDiagnosis('root-cause-confirmed', []))).toEqual([
      'the roots are none; expected queue-full@api-1.',
      'the chains are none; expected queue-full@api-1.',
      'proxy-timeout@api-1 was not judged; expected it to be ruled out.',
      'queue-full@api-1 was not judged; expected confirmed.',
    ]);
  });

  test('minds a second root', () => {
    const other = sampleVerdict('oom-kill', 'api-1', 'confirmed');
    const diagnosis = sampleDiagnosis('root-cause-confirmed', [full, other, timeout], { roots: [0, 1], chains: [[0]] });
    expect(judgeCase(playbookCase, diagnosis)).toEqual(['the roots are oom-kill@api-1, queue-full@api-1; expected queue-full@api-1.']);
  });
});
