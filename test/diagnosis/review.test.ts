import { reviewHost } from '../../src/diagnosis/review.js';
import { reviewInWords } from '../../src/diagnosis/review-in-words.js';
import type { FactValues } from '../../src/model/fact.js';
import type { Review } from '../../src/model/review.js';
import { smallPlaybooks } from './small-playbooks.js';
import { CLOCK } from './visits.js';

const playbooks = smallPlaybooks({
  'checks/limits.yaml': `
check: limits
title: Limits
try:
  - {run: show-limits, alive: '.', parse: facts}
fields:
  queue: {type: number}
  overflows: {type: number}
  swap: {type: number}
  swappiness: {type: number}
  busy: {type: number, unit: ratio}
`,
  'settings/queue.yaml': `
setting: queue
title: Longest queue
name: net.queue
now: '{{limits.queue}}'
recommended: {value: 100 or more, when: limits.queue >= 100, why: bursts}
felt: {when: limits.overflows > 0, says: 'full {{limits.overflows}} times'}
`,
  'settings/swappiness.yaml': `
setting: swappiness
title: Swapping
name: vm.swappiness
now: '{{limits.swappiness}}'
concerns: limits.swap > 0
recommended: {value: 10 or less, when: limits.swappiness <= 10, why: pages have to come back}
`,
  'settings/fin-timeout.yaml': `
setting: fin-timeout
title: End of connections
name: net.fin_timeout
now: as it came
not_advised: {often: 15 s, because: it frees no port}
`,
  'resources/cpu.yaml': `
resource: cpu
title: CPUs
utilisation:
  - {says: '{{percent(limits.busy)}} busy', says_not: idle enough, high: limits.busy > 0.85}
`,
  'symptoms/host-audit.yaml': `
symptom: host-audit
title: Audit
phrases: [audit]
consider: [killed]
reviews: [settings, resources]
`,
});

function review(values: FactValues | undefined, symptoms = ['host-audit']): Review | undefined {
  const source = { check: 'limits', host: 'app', command: 'show-limits', exit: 0, at: CLOCK, lines: { queue: 'queue 10' } };
  const facts = new Map(values ? [['limits', { check: 'limits', host: 'app', values, source }]] : []);
  return reviewHost(playbooks, symptoms, { host: 'app', facts, gaps: [], statuses: [] }, { host: 'app', address: '10.0.0.1', params: {} });
}

const states = (found: Review | undefined) => Object.fromEntries(found?.settings.map(({ setting, state }) => [setting, state]) ?? []);

describe('reviewHost', () => {
  test('holds each setting against what is recommended, with the line that it was read from', () => {
    const found = review({ queue: 10, overflows: 0, swap: 1, swappiness: 60, busy: 0.2 });
    expect(states(found)).toEqual({ queue: 'differs', swappiness: 'differs', 'fin-timeout': 'not-advised' });
    expect(found?.settings[0]).toMatchObject({
      now: '10',
      value: '100 or more',
      why: 'bursts',
      source: { check: 'limits', command: 'show-limits', line: 'queue 10' },
    });
    expect(found?.settings[0]).not.toHaveProperty('felt');
  });

  test('what is felt on the host comes first and says so; what is as recommended comes last', () => {
    const found = review({ queue: 10, overflows: 3, swap: 1, swappiness: 10 });
    expect(found?.settings.map(({ setting }) => setting)).toEqual(['queue', 'fin-timeout', 'swappiness']);
    expect(found?.settings[0]?.felt).toBe('full 3 times');
    expect(review({ queue: 100, overflows: 3 })?.settings.find(({ setting }) => setting === 'queue')).not.toHaveProperty('felt');
  });

  test('what is not known is unknown, never as recommended; a host without the thing is not asked', () => {
    expect(states(review(undefined))).toEqual({ queue: 'unknown', swappiness: 'unknown', 'fin-timeout': 'not-advised' });
    expect(states(review({ swap: 0, swappiness: 60 }))).not.toHaveProperty('swappiness');
    expect(review(undefined)?.resources[0]?.measures).toEqual([{ of: 'utilisation', high: 'unknown', says: '? busy' }]);
  });

  test('a resource says what it measured, and whether that is high', () => {
    expect(review({ busy: 0.9 })?.resources[0]?.measures[0]).toMatchObject({ of: 'utilisation', high: 'true', says: '90 % busy' });
    expect(review({ busy: 0.2 })?.resources[0]?.measures[0]).toMatchObject({ high: 'false', says: 'idle enough' });
  });

  test('the same facts give the same review', () => {
    const values = { queue: 10, overflows: 1, busy: 0.5 };
    expect(JSON.stringify(review(values))).toBe(JSON.stringify(review(values)));
  });

  test('a symptom that wants none gets none', () => {
    expect(review({ queue: 10 }, ['no-connection'])).toBeUndefined();
  });
});

describe('the review in words', () => {
  const some = (values: FactValues): Review => {
    const found = review(values);
    if (!found) throw new Error('an audit has a review');
    return found;
  };

  test('counts', () => {
    expect(reviewInWords(some({ queue: 10, overflows: 1, swap: 1 })).settingsSay).toBe(
      '1 of 3 settings differs from what is recommended, 1 is felt already; 1 is not known.',
    );
    expect(reviewInWords(some({ queue: 100, swap: 0 })).settingsSay).toBe('None of 2 settings differs from what is recommended.');
    expect(reviewInWords(some({ busy: 0.9 })).resourcesSay).toBe('1 of 1 measures is high.');
    expect(reviewInWords(some({})).resourcesSay).toBe('None of 1 measures is high, 1 is not known.');
  });

  test('what a host says stays harmless', () => {
    const [setting, ...rest] = some({ queue: 10 }).settings;
    if (!setting) throw new Error('there is a setting');
    const hostile = reviewInWords({ resources: [], settings: [{ ...setting, now: 'a\u001b[31m\nb' }, ...rest] });
    expect(hostile.settings[0]?.now).toBe('a b');
  });
});
