import { plannedReads } from '../../src/remediation/planned-reads.js';
import { runRemedies, sampleOf, shippedRemedies } from './shipped-remedies.js';

const readsOf = (id: string) => {
  const remedy = shippedRemedies.find(each => each.id === id);
  return remedy && plannedReads(remedy, sampleOf(remedy));
};

test('values of the finding are filled in, each into its own argument', () => {
  expect(readsOf('fd-limit/raise-nofile')?.[0]).toEqual({
    name: 'start',
    way: { kind: 'run', argv: ['awk', '{ sub(/^.*\\) /, ""); print $20 }', '/proc/4242/stat'] },
  });
  expect(readsOf('bind-conflict/stop-squatter')?.[1]).toEqual({ name: 'process', way: { kind: 'file', path: '/proc/4242/comm' } });
});

test('a guided remedy reads nothing; every other reads all that it declares', () => {
  expect(readsOf('process-crashed/roll-back')).toEqual([]);
  for (const remedy of runRemedies)
    expect(plannedReads(remedy, sampleOf(remedy)).map(({ name }) => name)).toEqual(remedy.read.map(({ name }) => name));
});

test('a value that was never bound is a mistake of ours, not an empty argument', () => {
  const [remedy] = runRemedies.filter(({ id }) => id === 'fd-limit/raise-nofile');
  expect(() => remedy && plannedReads(remedy, {})).toThrow('the value "pid" was not bound');
});
