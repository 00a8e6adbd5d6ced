import { gapsInWords } from '../../src/diagnosis/gaps-in-words.js';
import { NO_WORDING } from '../../src/diagnosis/summarise.js';
import type { Gap } from '../../src/model/fact.js';
import { smallPlaybooks } from './small-playbooks.js';

const gap = (check: string, more: Partial<Gap> = {}): Gap => ({ check, host: 'app1', reason: 'denied', detail: 'x', hint: '', ...more });
const told = (gaps: readonly Gap[]) =>
  gapsInWords(gaps, NO_WORDING).map(({ checks, hosts, inWords }) => `${checks.join('+')} on ${hosts.join('+')}: ${inWords}`);

describe('what could not be checked, in words', () => {
  test('several checks of a host with one reason are one; an unreachable host is one whatever each check says', () => {
    expect(
      told([
        gap('a'),
        gap('b'),
        gap('c', { detail: 'y' }),
        gap('d', { reason: 'unreachable', detail: 'no route' }),
        gap('e', { reason: 'unreachable', detail: 'no route, again' }),
      ]),
    ).toEqual(['a+b on app1: not allowed', 'c on app1: not allowed', 'd+e on app1: host not reached']);
  });

  test('the same on several hosts is one, but only with the same detail and remedy', () => {
    expect(
      told([gap('a'), gap('a', { host: 'gw' }), gap('a', { host: 'db', detail: 'y' }), gap('a', { host: 'mq', hint: 'let it' })]),
    ).toEqual(['a on app1+gw: not allowed', 'a on db: not allowed', 'a on mq: not allowed']);
  });

  test('one check is told by what it looks at, where the playbooks have it', () => {
    const { checks } = smallPlaybooks({});
    const [id = '', check] = [...checks.entries()][0] ?? [];
    expect(gapsInWords([gap(id)], { checks })[0]?.title).toBe(check?.title);
    expect(gapsInWords([gap(id), gap('other')], { checks })[0]?.title).toBe('');
    expect(gapsInWords([gap('unheard_of')], { checks })[0]?.title).toBe('');
  });

  test('nothing in it steers a terminal', () => {
    expect(JSON.stringify(gapsInWords([gap('a', { detail: 'x\u001b[2Jy', hint: '\u202e' })], NO_WORDING))).not.toMatch(/\\u001b|\u202e/u);
  });
});
