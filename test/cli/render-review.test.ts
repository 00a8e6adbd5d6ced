import { renderReview } from '../../src/cli/render-review.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { reviewInWords } from '../../src/diagnosis/review-in-words.js';
import { summaryOf } from '../slack/blocks/captures.js';

const plain: Terminal = { isTty: false, columns: 80, colour: false, write: () => undefined };
const source = { check: 'sysctl', host: 'gw', command: 'sysctl -a', exit: 0, at: 1, line: 'net.core.somaxconn = 128' };
const setting = { host: 'gw', title: 'Longest accept queue', why: 'It rides out bursts.', references: [] };

const text = renderReview(
  reviewInWords({
    resources: [
      {
        resource: 'cpu',
        host: 'gw',
        title: 'CPUs',
        measures: [
          { of: 'utilisation', high: 'true', says: '91 % of 2 CPUs busy' },
          { of: 'saturation', high: 'unknown', says: '? tasks waited' },
        ],
      },
    ],
    settings: [
      { ...setting, setting: 'a', name: 'net.core.somaxconn', state: 'differs', now: '128', value: '4096', felt: 'full 3 times', source },
      { ...setting, setting: 'b', name: 'tcp_fin_timeout', state: 'not-advised', now: '60 s', value: '15 s' },
      { ...setting, setting: 'c', name: 'vm.swappiness', state: 'unknown', now: '?', value: '10' },
      { ...setting, setting: 'd', name: 'tcp_syncookies', state: 'as-recommended', now: '1', value: '1' },
    ],
  }),
  plain,
).join('\n');

test('resources come with use, saturation and errors, and say what is high and what is not known', () => {
  expect(text).toContain('1 of 2 measures is high, 1 is not known.');
  expect(text).toMatch(/utilisation +HIGH +91 % of 2 CPUs busy/);
  expect(text).toMatch(/saturation +\? +\? tasks waited/);
});

test('a setting that differs says both values, the reason, what is felt, and its line', () => {
  expect(text).toContain('! net.core.somaxconn is 128; recommended: 4096');
  expect(text).toContain('Longest accept queue. It rides out bursts.');
  expect(text).toContain('felt here: full 3 times');
  expect(text).toContain('| net.core.somaxconn = 128');
});

test('what is often advised and is wrong is no recommendation', () => {
  expect(text).toContain('. tcp_fin_timeout is 60 s; often advised: 15 s; not by us');
});

test('the others are names', () => {
  expect(text).toContain('As recommended: tcp_syncookies (1)');
  expect(text).toContain('Not known: vm.swappiness (?)');
});

test('it fits into 80 columns', () => {
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
});

test('no other diagnosis has a review', async () => {
  expect(await summaryOf('oom-kill')).not.toHaveProperty('review');
});
