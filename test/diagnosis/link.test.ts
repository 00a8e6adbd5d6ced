import { concernsTarget, linkInstances, longestChain, reaches, type VisitVerdicts } from '../../src/diagnosis/link.js';
import type { About, Link, VerdictWord } from '../../src/model/diagnosis.js';
import { createLanguage } from '../../src/playbooks/language.js';
import { instance, leadsTo, placed, visitTo } from './instances.js';

/** A cause on one visit and an effect on another (or the same), linked as `leads_to` says. */
const refusedAt = (about: About) => instance('refused', { role: 'effect', about });
const goneAt = (about: About) => instance('gone', { about, leadsTo: [leadsTo('refused', 'callers')] });
const links = (...visits: readonly VisitVerdicts[]): readonly Link[] => linkInstances(placed(...visits));
const LINKED: readonly Link[] = [{ cause: 0, effect: 1 }];

describe('concernsTarget', () => {
  test.each([
    ['the port that was asked about', { port: 80 }, { port: 80 }, true],
    ['another port', { port: 81 }, { port: 80 }, false],
    ['a port of another host', { addr: '10.0.0.9', port: 81 }, { port: 80 }, true],
    ['no port', {}, { port: 80 }, true],
    ['a port, when none was asked about', { port: 81 }, {}, true],
    ['the unit that was asked about', { unit: 'api' }, { unit: 'api.service' }, true],
    ['another unit', { unit: 'db.service' }, { unit: 'api.service' }, false],
  ])('%s', (_, about, asked, expected) => {
    const [one] = placed(visitTo('app', [instance('full', { about })], asked));
    expect(one && concernsTarget(one)).toBe(expected);
  });
});

describe('linkInstances on the same host', () => {
  const link = (cause: About, effect: About, host = 'app'): readonly Link[] =>
    links(
      visitTo('app', [instance('full', { about: cause, leadsTo: [leadsTo('slow')] })]),
      visitTo(host, [instance('slow', { role: 'effect', about: effect })]),
    );

  test.each([
    ['nothing shared', { pid: 7 }, { port: 80 }],
    ['the same port', { port: 80 }, { port: 80, addr: 'x' }],
    ['the same unit, once without its suffix', { unit: 'api' }, { unit: 'api.service' }],
  ])('%s links', (_, cause, effect) => {
    expect(link(cause, effect)).toEqual(LINKED);
  });

  test.each([
    ['another port', { port: 80 }, { port: 81 }],
    ['one of two keys differs', { port: 80, unit: 'api' }, { port: 80, unit: 'db' }],
  ])('%s does not', (_, cause, effect) => {
    expect(link(cause, effect)).toEqual([]);
  });

  test('the same port on another host is another port', () => {
    expect(link({ port: 80 }, { port: 80 }, 'other')).toEqual([]);
  });

  test.each<VerdictWord>(['undetermined', 'possible', 'contradictory', 'unlikely', 'ruled-out'])('neither end may be %s', word => {
    const cause = { leadsTo: [leadsTo('slow')] };
    expect(links(visitTo('app', [instance('full', { ...cause, word }), instance('slow')]))).toEqual([]);
    expect(links(visitTo('app', [instance('full', cause), instance('slow', { word })]))).toEqual([]);
  });

  test('a fault that leads to its own kind is not its own effect', () => {
    const loop = instance('full', { leadsTo: [leadsTo('full')] });
    expect(links(visitTo('app', [loop]))).toEqual([]);
  });
});

describe('linkInstances between hosts', () => {
  const app = (about: About): VisitVerdicts => visitTo('app', [goneAt(about)], { addresses: ['10.0.0.7'] });

  test('a caller names the address and the port of the cause', () => {
    expect(links(app({ port: 8080 }), visitTo('gw', [refusedAt({ addr: '10.0.0.7', port: 8080 })]))).toEqual(LINKED);
    expect(links(app({ port: 8080 }), visitTo('gw', [refusedAt({ addr: 'app', port: 8080 })]))).toEqual(LINKED);
  });

  test.each([
    ['another port', { addr: '10.0.0.7', port: 9090 }],
    ['another address', { addr: '10.0.0.8', port: 8080 }],
    ['its own loopback', { addr: '127.0.0.1', port: 8080 }],
    ['no address', { port: 8080 }],
  ])('a caller that names %s does not link', (_, about) => {
    expect(links(app({ port: 8080 }), visitTo('gw', [refusedAt(about)]))).toEqual([]);
  });

  test.each(['127.0.0.1', '127.0.1.1', '::1', 'localhost', '10.0.0.7', 'app'])('on the host itself, %s is the host', addr => {
    const here = visitTo('app', [goneAt({ port: 8080 }), refusedAt({ addr, port: 8080 })], { addresses: ['10.0.0.7'] });
    expect(links(here)).toEqual(LINKED);
  });

  test('a caller on the same host that calls elsewhere does not link', () => {
    expect(links(visitTo('app', [goneAt({ port: 8080 }), refusedAt({ addr: '10.0.0.9', port: 8080 })]))).toEqual([]);
  });
});

describe('`where`', () => {
  const { scope } = createLanguage([]);
  const maps = { cause: { port: 'number' }, effect: { port: 'number' } } as const;
  const compiled = scope({ maps, onlyThese: true }).condition('cause.port + 1 == effect.port');
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message ?? 'the condition does not compile');
  const where = compiled.value;

  test.each([
    ['true links, although the shared keys differ', { port: 81 }, LINKED],
    ['false does not, although they are equal', { port: 80 }, []],
    ['unknown links: it does not cut what both ends support', {}, LINKED],
  ])('%s', (_, about, expected) => {
    const cause = instance('full', { about: { port: 80 }, leadsTo: [{ ...leadsTo('slow'), where }] });
    expect(links(visitTo('app', [cause, instance('slow', { role: 'effect', about })]))).toEqual(expected);
  });
});

describe('a visit that an effect asked for', () => {
  const asked = (about: About, more: { word?: VerdictWord; port?: number } = {}): readonly Link[] =>
    links(
      visitTo('gw', [refusedAt({ addr: '10.0.0.7', port: 8080 })]),
      visitTo('app', [instance('full', { about, ...(more.word ? { word: more.word } : {}) })], { port: more.port ?? 8080, askedBy: [0] }),
    );

  test('links what is live there to that effect', () => {
    expect(asked({ port: 8080 })).toEqual([{ cause: 1, effect: 0 }]);
  });

  test('does not link what is about another port, or not live', () => {
    expect(asked({ port: 9090 })).toEqual([]);
    expect(asked({ port: 8080 }, { word: 'undetermined' })).toEqual([]);
  });

  test('does not link past a declared way to the same effect', () => {
    const gateway = visitTo('gw', [refusedAt({ addr: 'app', port: 80 })]);
    const app = visitTo('app', [instance('killed', { leadsTo: [leadsTo('gone')] }), goneAt({ port: 80 })], { port: 80, askedBy: [0] });
    expect(links(gateway, app)).toEqual([
      { cause: 1, effect: 2 },
      { cause: 2, effect: 0 },
    ]);
  });
});

describe('reaches and longestChain', () => {
  const way: readonly Link[] = [
    { cause: 0, effect: 3 },
    { cause: 0, effect: 1 },
    { cause: 1, effect: 2 },
    { cause: 2, effect: 3 },
    { cause: 4, effect: 3 },
  ];
  const circle: readonly Link[] = [
    { cause: 0, effect: 1 },
    { cause: 1, effect: 2 },
    { cause: 2, effect: 0 },
  ];

  test('a way leads along the links, never against them', () => {
    expect(reaches(way, 0, 3)).toBe(true);
    expect(reaches(way, 3, 0)).toBe(false);
    expect(reaches(way, 4, 1)).toBe(false);
    expect(reaches(way, 2, 2)).toBe(true);
  });

  test('the longest chain is printed, not the short cut', () => {
    expect(longestChain(way, 0)).toEqual([0, 1, 2, 3]);
    expect(longestChain(way, 3)).toEqual([3]);
  });

  test('a circle ends', () => {
    expect(longestChain(circle, 1)).toEqual([1, 2, 0]);
    expect(longestChain([{ cause: 5, effect: 5 }, ...circle], 5)[0]).toBe(5);
    expect(reaches(circle, 0, 7)).toBe(false);
  });
});
