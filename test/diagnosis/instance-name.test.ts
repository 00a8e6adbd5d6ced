import { distinctNames } from '../../src/diagnosis/instance-name.js';
import type { About, Verdict } from '../../src/model/diagnosis.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';

function namesOf(...abouts: readonly About[]): readonly string[] {
  const [verdict] = sampleInvestigation().diagnosis.verdicts;
  if (!verdict) throw new Error('no verdict');
  return distinctNames(abouts.map((about): Verdict => ({ ...verdict, about })));
}

describe('names of instances', () => {
  test('one alone needs nothing more', () => {
    expect(namesOf({ process: 'node' })).toEqual(['oom-kill@app1']);
  });

  test('those that would be alike say what they are about, as briefly as they can', () => {
    expect(namesOf({ process: 'awk', unit: 'ssh.service' }, { process: 'sh', unit: 'ssh.service' })).toEqual([
      'oom-kill@app1 (awk)',
      'oom-kill@app1 (sh)',
    ]);
    expect(namesOf({ port: 80 }, { port: 8080 })).toEqual(['oom-kill@app1 (port 80)', 'oom-kill@app1 (port 8080)']);
    expect(namesOf({}, { process: 'awk\u202e\n' })).toEqual(['oom-kill@app1', 'oom-kill@app1 (awk)']);
  });

  test('what cannot be told apart keeps its name', () => {
    expect(namesOf({ process: 'awk' }, { process: 'awk' })).toEqual(['oom-kill@app1', 'oom-kill@app1']);
  });
});
