import { coverageOf, coverageText } from '../../src/playbooks/coverage.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';
import { fixtureFiles, stubParsers } from './fixtures.js';
import { sampleDiagnosis, sampleVerdict } from './sample-diagnosis.js';

const { playbooks } = loadPlaybooks(fixtureFiles('good'), stubParsers);

test('says what no case shows', () => {
  const found = sampleVerdict('queue-full', 'api-1', 'confirmed', { full_now: 'true', dropping: 'true' });
  const refuted = sampleVerdict('queue-full', 'api-1', 'ruled-out', { full_now: 'false', dropping: 'unknown' });
  const coverage = coverageOf(playbooks, [sampleDiagnosis('root-cause-confirmed', [found]), sampleDiagnosis('none-of-these', [refuted])]);
  expect(coverage.evidence.find(line => line.evidence === 'dropping')?.seen).toEqual({ true: 1, false: 0, unknown: 1 });
  expect(coverage.missing).toEqual([
    'proxy-timeout: no case establishes it.',
    'proxy-timeout: no case refutes it.',
    'proxy-timeout/logged: never true, never false, never unknown.',
    'queue-full/full_now: never unknown.',
    'queue-full/dropping: never false.',
  ]);
  expect(coverageText(coverage)).toBe(`· · ·  proxy-timeout/logged
T F ·  queue-full/full_now
T · U  queue-full/dropping
·      queue-full → proxy-timeout

Missing (5):
${coverage.missing.map(sentence => `  ${sentence}`).join('\n')}
`);
});

test('is complete', () => {
  const truths = ['true', 'false', 'unknown'] as const;
  const verdicts = truths.flatMap(truth => [
    sampleVerdict('queue-full', 'api-1', truth === 'true' ? 'likely' : 'unlikely', { full_now: truth, dropping: truth }),
    sampleVerdict('proxy-timeout', 'gw-1', truth === 'true' ? 'confirmed' : 'ruled-out', { logged: truth }),
  ]);
  const coverage = coverageOf(playbooks, [sampleDiagnosis('root-cause-likely', verdicts, { roots: [0], chains: [[0, 1]] })]);
  expect(coverage.missing).toEqual([]);
  expect(coverage.links).toEqual([{ cause: 'queue-full', effect: 'proxy-timeout', live: 1 }]);
  expect(coverageText(coverage)).toContain('Every line of evidence and every fault is covered.');
});
