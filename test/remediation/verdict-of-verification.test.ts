import type { JudgedEvidence } from '../../src/model/diagnosis.js';
import type { Truth } from '../../src/model/truth.js';
import { decidingEvidence, verdictOfVerification } from '../../src/remediation/verdict-of-verification.js';

const line = (id: string, truth: Truth, side?: 'for' | 'against'): JudgedEvidence => ({
  id,
  truth,
  says: `${id} is ${truth}`,
  ...(side ? { weight: { side, strength: 'strong' } } : {}),
});
const before = [
  line('full', 'true', 'for'),
  line('dropping', 'true', 'for'),
  line('in_the_log', 'true', 'for'),
  line('served', 'false', 'for'),
  line('calm', 'false'),
];
const gone = ['full', 'dropping', 'served'];
const instance = (...evidence: readonly JudgedEvidence[]) => ({ kind: 'instance', evidence }) as const;
const well = [
  line('full', 'false', 'against'),
  line('dropping', 'false'),
  line('in_the_log', 'true', 'for'),
  line('served', 'true', 'against'),
];

test('what spoke for the fault and promises to end is what decides', () => {
  expect(decidingEvidence(gone, before)).toEqual(['full', 'dropping', 'served']);
  expect(decidingEvidence(gone, well)).toEqual([]);
});

test.each([
  ['all silent', instance(...well), 'verified'],
  ['one still speaks', instance(line('full', 'false'), line('dropping', 'true', 'for'), line('served', 'true')), 'still-there'],
  [
    'one still speaks by being false',
    instance(line('full', 'false'), line('dropping', 'false'), line('served', 'false', 'for')),
    'still-there',
  ],
  ['one could not be seen', instance(line('full', 'false'), line('dropping', 'unknown'), line('served', 'true')), 'could-not-look'],
  [
    'one still speaks, another could not be seen',
    instance(line('full', 'true', 'for'), line('dropping', 'unknown'), line('served', 'true')),
    'still-there',
  ],
  ['one was not looked at again', instance(line('full', 'false'), line('served', 'true')), 'could-not-look'],
  ['nothing is left that it could be about', { kind: 'nothing-left', says: 'no queue is full', evidence: [] } as const, 'verified'],
  [
    'nothing is left that it could be about, but what needs no such thing still speaks',
    { kind: 'nothing-left', says: 'no queue is full', evidence: [line('full', 'unknown'), line('dropping', 'true', 'for')] } as const,
    'still-there',
  ],
  ['the host could not be reached', { kind: 'could-not-look', why: 'it does not answer' } as const, 'could-not-look'],
])('%s', (_, after, verdict) => {
  expect(verdictOfVerification(gone, before, after).verdict).toBe(verdict);
});

test('never verified when nothing spoke for the fault before', () => {
  expect(verdictOfVerification(gone, well, instance(...well)).verdict).toBe('could-not-look');
});

test('people see each line that spoke for it, before and after', () => {
  expect(verdictOfVerification(gone, before, instance(...well)).lines).toEqual([
    { id: 'full', before: { truth: 'true', says: 'full is true' }, after: { truth: 'false', says: 'full is false' }, decides: true },
    {
      id: 'dropping',
      before: { truth: 'true', says: 'dropping is true' },
      after: { truth: 'false', says: 'dropping is false' },
      decides: true,
    },
    {
      id: 'in_the_log',
      before: { truth: 'true', says: 'in_the_log is true' },
      after: { truth: 'true', says: 'in_the_log is true' },
      decides: false,
    },
    { id: 'served', before: { truth: 'false', says: 'served is false' }, after: { truth: 'true', says: 'served is true' }, decides: true },
  ]);
});
