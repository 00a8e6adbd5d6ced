import { timingSplit } from '../../src/diagnosis/timing-split.js';
import type { FactValues } from '../../src/model/fact.js';
import type { Timing } from '../../src/model/timing.js';
import { playbooks } from '../flow/desk-kit.js';
import { CLOCK } from './visits.js';

interface Measured {
  readonly bot?: FactValues;
  readonly here?: FactValues;
}

function split({ bot, here }: Measured, url = 'http://shop/', symptoms = ['slow-response']): Timing | undefined {
  const facts = new Map(
    Object.entries({ http_probe: bot, local_http: here }).flatMap(([check, values]) =>
      values ? [[check, { check, host: 'app', values, source: { check, host: 'app', command: 'x', exit: 0, at: CLOCK, lines: {} } }]] : [],
    ),
  );
  return timingSplit(playbooks, symptoms, { host: 'app', facts, gaps: [], statuses: [] }, url);
}

describe('timingSplit', () => {
  test.each([
    ['name-lookup', { name_lookup_s: 0.9, connect_s: 0.01, first_byte_s: 0.05, total_s: 1 }, 'looking the name up'],
    ['connect', { connect_s: 1.1, first_byte_s: 0.1, total_s: 1.3 }, 'connecting'],
    ['tls', { connect_s: 0.01, tls_s: 0.2, first_byte_s: 0.1, total_s: 0.31 }, 'the TLS handshake'],
    ['first-byte', { connect_s: 0.001, first_byte_s: 3, total_s: 3.002 }, 'waiting for the first byte'],
    ['body', { connect_s: 0.001, first_byte_s: 0.01, total_s: 4 }, 'receiving the rest of the answer'],
  ])('names the leg that takes at least half: %s', (leg, bot, says) => {
    expect(split({ bot })).toMatchObject({ leg, says: expect.stringContaining(`most of it ${says}`) });
  });

  test('a fast request has no slow leg, and legs that share the time are not blamed', () => {
    expect(split({ bot: { connect_s: 0.001, first_byte_s: 0.008, total_s: 0.009 } })).toMatchObject({
      says: 'a request takes 9.0 ms: no leg of it is slow',
    });
    const shared = split({ bot: { name_lookup_s: 0.1, connect_s: 0.1, first_byte_s: 0.1, total_s: 0.3 } });
    expect(shared?.says).toBe('a request takes 300 ms, and no leg of it takes half of that');
    expect(shared).not.toHaveProperty('leg');
  });

  test('slow from the host itself too: the service, not the network', () => {
    const both = split({ bot: { connect_s: 0.001, first_byte_s: 3, total_s: 3 }, here: { connect_s: 0, first_byte_s: 2.9, total_s: 2.9 } });
    expect(both?.says).toBe(
      'a request takes 3.0 s, most of it waiting for the first byte; 2.9 s from the host itself too: the service, not the network',
    );
  });

  test('fast from the host itself: the way between', () => {
    const far = split({
      bot: { connect_s: 1, first_byte_s: 0.4, total_s: 1.5 },
      here: { connect_s: 0, first_byte_s: 0.01, total_s: 0.01 },
    });
    expect(far?.says).toBe('a request takes 1.5 s, most of it connecting; 10 ms from the host itself: the rest goes on the way between');
  });

  test('a request that does not end stays in a leg', () => {
    expect(split({ bot: { name_lookup_s: 0.001 } })).toMatchObject({ leg: 'connect', says: 'a request does not get beyond connecting' });
    expect(split({ bot: { connect_s: 0.002 } }, 'https://shop/')).toMatchObject({ leg: 'tls' });
    expect(split({ bot: { connect_s: 0.002 }, here: { connect_s: 0, total_s: 0.02 } })).toMatchObject({
      leg: 'first-byte',
      says: 'a request does not get beyond waiting for the first byte (connecting took 2.0 ms); from the host itself it takes 20 ms',
    });
    expect(split({ bot: { connect_s: 0.002, first_byte_s: 0.01 } })).toMatchObject({ leg: 'body' });
  });

  test('what the host alone could measure says so', () => {
    expect(split({ here: { connect_s: 0, first_byte_s: 0.6, total_s: 0.6 } })).toMatchObject({
      leg: 'first-byte',
      says: 'a request from the host itself takes 600 ms, most of it waiting for the first byte',
      fromHost: { connect: 0, 'first-byte': 0.6, total: 0.6 },
    });
  });

  test('nothing measured says nothing, and no other symptom shows it', () => {
    expect(split({})).toBeUndefined();
    expect(split({ bot: { attempts: 3, refused: 3 } })).toBeUndefined();
    expect(split({ bot: { connect_s: 1, total_s: 2 } }, 'http://shop/', ['out-of-memory'])).toBeUndefined();
  });
});

test('every symptom that asks for a URL measures the legs, from the bot and from the host', () => {
  const asked = [...playbooks.symptoms.values()].filter(({ asks }) => asks.includes('url'));
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(({ show }) => !show.includes('http_probe') || !show.includes('local_http')).map(({ id }) => id)).toEqual([]);
});
