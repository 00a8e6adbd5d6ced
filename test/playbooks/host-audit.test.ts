import { matchSymptom } from '../../src/diagnosis/match.js';
import { replay } from '../../src/flow/replay.js';
import { parsers } from '../../src/parsers/registry.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { playbooks, shippedCapture } from '../flow/desk-kit.js';

const audit = playbooks.symptoms.get('host-audit');

test('an audit considers every fault that comes with Faultline', () => {
  expect([...(audit?.consider ?? [])].sort()).toEqual([...playbooks.faults.keys()].sort());
});

test.each(['audit', 'host audit', 'host-audit', 'audit this host please'])('it is understood: %s', words => {
  expect(matchSymptom(words, [...playbooks.symptoms.values()])).toMatchObject({ symptom: 'host-audit' });
});

test('an audit log is another thing, and a symptom beside the word wins', () => {
  expect(matchSymptom('kernel: audit backlog limit exceeded', [...playbooks.symptoms.values()]).kind).not.toBe('matched');
  expect(matchSymptom('connection refused in the audit service', [...playbooks.symptoms.values()])).toMatchObject({
    symptom: 'connection-refused',
  });
});

test.each(['oom-kill', 'accept-queue-overflow', 'fd-limit', 'process-crashed', 'cpu-throttling', 'unit-stopped'])(
  'without a symptom, the same root is found: %s',
  async name => {
    const capture = shippedCapture(name);
    const tools = { parsers, matchesLine };
    const { diagnosis: asked } = await replay(capture, playbooks, tools);
    const { diagnosis: audited } = await replay(capture, playbooks, tools, 'host-audit');
    const roots = ({ roots: indexes, verdicts }: typeof asked) =>
      indexes.map(index => `${verdicts[index]?.fault}@${verdicts[index]?.host}`);
    expect(roots(audited)).toEqual(expect.arrayContaining(roots(asked)));
    expect(audited.outcome).toBe(asked.outcome);
  },
);
