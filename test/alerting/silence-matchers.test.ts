import { silenceMatchers } from '../../src/alerting/silence-matchers.js';
import type { StoryAlert } from '../../src/model/story.js';
import { alert, group } from './alerts.js';

const known = (labels: Readonly<Record<string, string>>): StoryAlert => ({ ...alert('A', { labels }), refired: 0 });
const of = (groupLabels: Readonly<Record<string, string>>, alerts: readonly StoryAlert[]) =>
  silenceMatchers({ group: { ...group([]), groupLabels }, alerts });

test('the labels of the group, all of them', () => {
  expect(of({ job: 'x', alertname: 'A', team: '' }, [])).toEqual([
    { label: 'alertname', value: 'A' },
    { label: 'job', value: 'x' },
    { label: 'team', value: '' },
  ]);
});

test('of a group by no label, what all its alerts have in common', () => {
  expect(of({}, [known({ instance: 'a', env: 'p' }), known({ instance: 'b', env: 'p' })])).toEqual([
    { label: 'alertname', value: 'A' },
    { label: 'env', value: 'p' },
    { label: 'severity', value: 'warning' },
  ]);
});

test.each([
  ['no label at all', {}, []],
  [
    'nothing in common',
    {},
    [
      { ...known({}), labels: { a: '1' } },
      { ...known({}), labels: { a: '2' } },
    ],
  ],
  ['only empty values, which fit every alert without the label', { team: '' }, [{ ...known({}), labels: {} }]],
])('%s: nothing may be silenced', (_, groupLabels, alerts) => {
  expect(of(groupLabels, alerts)).toBeUndefined();
});
