import type { Attempt, CheckRun } from '../../src/model/capture.js';
import type { Capture } from '../../src/model/investigation.js';
import { judgeTwin, twinsOf } from '../../src/playbooks/twins.js';
import { sampleDiagnosis, sampleVerdict } from './sample-diagnosis.js';

const attempt = (command: string, stdout: string): Attempt => ({
  variant: 0,
  command,
  stdout,
  stderr: '',
  exit: 0,
  end: 'exited',
  truncated: false,
  from: 1,
  to: 2,
});
const ran = (key: string, ...attempts: [Attempt, ...Attempt[]]): CheckRun => {
  const [first, ...rest] = attempts;
  return { kind: 'ran', key, looks: [{ attempts: [first] }, ...rest.map(one => ({ attempts: [one] }))] };
};

const capture: Capture = {
  schema: 'faultline.capture/1',
  symptom: 'slow-connect',
  startedAt: 0,
  durationMs: 0,
  windowSeconds: 5,
  hosts: [],
  services: [],
  visits: [
    {
      target: { host: 'api-1', address: '10.0.0.1', params: {} },
      asked: true,
      symptoms: ['slow-connect'],
      runs: [
        {
          host: 'api-1',
          hostClock: 0,
          uid: 0,
          runs: [
            ran('listen', attempt('ss -ltn', 'abcdefgh'), attempt('ss -ltn', 'ijkl')),
            ran('sockets', attempt("sh -c 'ss -tan | awk x'", 'xyz!')),
            ran('tcp', attempt("grep -aH '' /proc/net/netstat", 'TcpExt: class')),
            { kind: 'not-run', key: 'dns', reason: 'skipped', detail: '', hint: '' },
          ],
        },
      ],
    },
  ],
};

const runsOf = (name: string): readonly CheckRun[] =>
  twinsOf(capture).find(twin => twin.name === name)?.capture.visits[0]?.runs[0]?.runs ?? [];

describe('twins', () => {
  test('one for each thing that can be taken away', () => {
    expect(twinsOf(capture).map(twin => twin.name)).toEqual([
      'without listen',
      'listen cut off',
      'listen looked at once',
      'without sockets',
      'sockets cut off',
      'without tcp',
      'tcp cut off',
      'without ss',
      'without anything',
    ]);
  });

  test('take away what they say and nothing else', () => {
    expect(runsOf('without ss').map(run => [run.key, run.kind])).toEqual([
      ['listen', 'not-run'],
      ['sockets', 'not-run'],
      ['tcp', 'ran'],
      ['dns', 'not-run'],
    ]);
    expect(runsOf('without anything').every(run => run.kind === 'not-run')).toBe(true);
    expect(runsOf('listen cut off')[0]).toMatchObject({
      looks: [{ attempts: [{ stdout: 'abcd', truncated: true }] }, { attempts: [{ stdout: 'ij', truncated: true }] }],
    });
    expect(runsOf('listen looked at once')[0]).toMatchObject({ looks: [{ attempts: [{ stdout: 'ijkl' }] }] });
    expect(runsOf('listen cut off').slice(1)).toEqual(capture.visits[0]?.runs[0]?.runs.slice(1));
  });
});

describe('a twin', () => {
  const full = sampleDiagnosis('root-cause-confirmed', [sampleVerdict('queue-full', 'api-1', 'confirmed')], { roots: [0] });
  const less = { name: 'without tcp', capture, kind: 'less' } as const;
  const nothing = { name: 'without anything', capture, kind: 'nothing' } as const;

  test('may know less', () => {
    expect(judgeTwin(full, less, full)).toEqual([]);
    expect(judgeTwin(full, less, sampleDiagnosis('undetermined', []))).toEqual([]);
    expect(judgeTwin(full, less, sampleDiagnosis('traced', []))).toEqual([]);
    expect(judgeTwin(full, nothing, sampleDiagnosis('undetermined', []))).toEqual([]);
    const healthy = sampleDiagnosis('none-of-these', []);
    expect(judgeTwin(healthy, less, healthy)).toEqual([]);
  });

  test('must not claim something else', () => {
    const other = sampleDiagnosis('root-cause-likely', [sampleVerdict('syn-flood', 'api-1', 'likely')], { roots: [0] });
    expect(judgeTwin(full, less, other)).toEqual(['without tcp: names the root syn-flood@api-1, which the full capture does not.']);
    expect(judgeTwin(full, less, sampleDiagnosis('none-of-these', []))).toEqual([
      'without tcp: says none-of-these; the full capture says root-cause-confirmed. What could not be looked at is not healthy.',
    ]);
    const healthy = sampleDiagnosis('none-of-these', []);
    expect(judgeTwin(healthy, nothing, healthy)).toEqual([
      'without anything: says none-of-these; with nothing looked at only undetermined is true.',
    ]);
  });
});
