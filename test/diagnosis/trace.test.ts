import type { VisitVerdicts } from '../../src/diagnosis/link.js';
import { traceRoots } from '../../src/diagnosis/trace.js';
import type { Diagnosis, VerdictWord } from '../../src/model/diagnosis.js';
import { instance, leadsTo, visitTo } from './instances.js';

const trace = (...visits: readonly VisitVerdicts[]): Diagnosis =>
  traceRoots('no-connection', visits, { gaps: [], checks: [], frontiers: [], readings: [] });
const names = ({ verdicts }: Diagnosis, indexes: readonly number[]): string[] =>
  indexes.map(index => `${verdicts[index]?.fault}@${verdicts[index]?.host}`);
/** The answer in words: the outcome, then each list that is not empty. */
const said = (diagnosis: Diagnosis): Readonly<Record<string, unknown>> => {
  const lists = {
    roots: names(diagnosis, diagnosis.roots),
    tracedTo: names(diagnosis, diagnosis.tracedTo),
    chains: diagnosis.chains.map(chain => names(diagnosis, chain).join(' → ')),
    alsoFound: names(diagnosis, diagnosis.alsoFound),
  };
  return { outcome: diagnosis.outcome, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
};

const gone = instance('gone', { role: 'effect', leadsTo: [leadsTo('refused', 'callers')] });
const causing = (id: string, word: VerdictWord = 'confirmed') => instance(id, { word, leadsTo: [leadsTo('gone')] });

describe('traceRoots', () => {
  test('a confirmed cause of the effect is the root', () => {
    expect(said(trace(visitTo('app', [gone, causing('killed')])))).toEqual({
      outcome: 'root-cause-confirmed',
      roots: ['killed@app'],
      chains: ['killed@app → gone@app'],
    });
  });

  test('a likely cause is a likely root', () => {
    expect(said(trace(visitTo('app', [gone, causing('stopped', 'likely')])))).toMatchObject({
      outcome: 'root-cause-likely',
      roots: ['stopped@app'],
    });
  });

  test('a confirmed root makes a likely one unnecessary', () => {
    expect(said(trace(visitTo('app', [gone, causing('stopped', 'likely'), causing('killed')])))).toEqual({
      outcome: 'root-cause-confirmed',
      roots: ['killed@app'],
      chains: ['killed@app → gone@app'],
      alsoFound: ['stopped@app'],
    });
  });

  test('two confirmed roots are both named', () => {
    const found = said(trace(visitTo('app', [gone, causing('stopped'), causing('killed')])));
    expect(found).toMatchObject({ outcome: 'root-cause-confirmed', roots: ['killed@app', 'stopped@app'] });
    expect(found.chains).toHaveLength(2);
    expect(found.chains).toEqual(expect.arrayContaining(['killed@app → gone@app', 'stopped@app → gone@app']));
  });

  test('a cause that another one explains is on the way, not a root', () => {
    const leak = instance('leak', { leadsTo: [leadsTo('killed')] });
    expect(said(trace(visitTo('app', [gone, causing('killed'), leak])))).toEqual({
      outcome: 'root-cause-confirmed',
      roots: ['leak@app'],
      chains: ['leak@app → killed@app → gone@app'],
    });
  });

  test('a cause beside an established effect is also found', () => {
    expect(said(trace(visitTo('app', [gone, instance('disk-full')])))).toEqual({
      outcome: 'traced',
      tracedTo: ['gone@app'],
      chains: ['gone@app'],
      alsoFound: ['disk-full@app'],
    });
  });

  test('a merely likely effect does not hide a confirmed cause beside it', () => {
    const perhapsGone = instance('gone', { role: 'effect', word: 'likely' });
    expect(said(trace(visitTo('app', [perhapsGone, instance('disk-full')])))).toMatchObject({
      outcome: 'root-cause-confirmed',
      roots: ['disk-full@app'],
    });
  });

  test('without an established effect, a cause on the asked host is the root', () => {
    const absent = instance('gone', { role: 'effect', word: 'ruled-out' });
    expect(said(trace(visitTo('app', [absent, instance('disk-full')])))).toMatchObject({ roots: ['disk-full@app'] });
  });

  test('what is about another port than the asked one is also found, and answers nothing', () => {
    const full = instance('full', { about: { port: 9090 } });
    expect(said(trace(visitTo('app', [full], { port: 8080 })))).toEqual({ outcome: 'none-of-these', alsoFound: ['full@app'] });
  });

  test('without a cause it is traced to the deepest effect, across hosts', () => {
    const refused = instance('refused', { role: 'effect', about: { addr: '10.0.0.7', port: 8080 } });
    const gateway = visitTo('gw', [refused]);
    expect(said(trace(gateway, visitTo('app', [gone], { port: 8080, askedBy: [0] })))).toEqual({
      outcome: 'traced',
      tracedTo: ['gone@app'],
      chains: ['gone@app → refused@gw'],
    });
  });

  test('a cause on the host that an effect led to is the root of that effect', () => {
    const refused = instance('refused', { role: 'effect', about: { addr: '10.0.0.7', port: 8080 } });
    const app = visitTo('app', [gone, causing('killed')], { port: 8080, addresses: ['10.0.0.7'], askedBy: [0] });
    expect(said(trace(visitTo('gw', [refused]), app))).toEqual({
      outcome: 'root-cause-confirmed',
      roots: ['killed@app'],
      chains: ['killed@app → gone@app → refused@gw'],
    });
  });

  test.each<VerdictWord>(['undetermined', 'contradictory', 'possible'])('a cause that is %s leaves it open', word => {
    const refuted = instance('killed', { word: 'ruled-out' });
    expect(said(trace(visitTo('app', [refuted, instance('full', { word })])))).toEqual({ outcome: 'undetermined' });
    expect(said(trace(visitTo('app', [refuted, instance('gone', { role: 'effect', word })])))).toEqual({ outcome: 'undetermined' });
  });

  test('when everything is refuted, it is none of these', () => {
    const refuted = [instance('killed', { word: 'ruled-out' }), instance('full', { word: 'unlikely' })];
    expect(said(trace(visitTo('app', refuted)))).toEqual({ outcome: 'none-of-these' });
  });

  test('nothing judged is not health', () => {
    expect(said(trace(visitTo('app', [])))).toEqual({ outcome: 'undetermined' });
    expect(said(trace())).toEqual({ outcome: 'undetermined' });
  });

  test('verdicts are ranked by word, then score, then name, whatever order they came in', () => {
    const judged = [
      instance('b', { word: 'ruled-out', score: 9 }),
      instance('d', { word: 'likely', score: 2 }),
      instance('a', { word: 'possible' }),
      instance('z', { word: 'likely', score: 3 }),
      instance('f', { word: 'unlikely' }),
      instance('e', { word: 'likely', score: 2, about: { port: 81 } }),
      instance('e', { word: 'likely', score: 2, about: { port: 80 } }),
      instance('g', { word: 'contradictory' }),
      instance('h', { word: 'undetermined' }),
      instance('i', { word: 'confirmed', score: 0 }),
    ];
    const ranked = trace(visitTo('app', judged));
    expect(ranked.verdicts.map(({ fault, about }) => `${fault}${about.port ?? ''}`)).toEqual([
      'i',
      'g',
      'z',
      'd',
      'e80',
      'e81',
      'h',
      'a',
      'f',
      'b',
    ]);
    expect(trace(visitTo('app', judged.toReversed()))).toEqual(ranked);
  });

  test('what was learnt on the way is handed on', () => {
    const learnt = {
      gaps: [{ check: 'c', host: 'app', reason: 'denied', detail: '', hint: '' }],
      checks: [{ check: 'c', host: 'app', status: 'denied', ms: 1 }],
      frontiers: [{ kind: 'not-in-inventory', from: 'app', address: '10.9.9.9', port: 80, why: '' }],
      readings: [{ check: 'c', host: 'app', title: 'C', parts: ['dns 1 ms'] }],
    } as const;
    expect(traceRoots('slow', [], learnt)).toMatchObject({ symptom: 'slow', ...learnt });
  });
});
