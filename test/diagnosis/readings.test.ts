import { readingsOf } from '../../src/diagnosis/readings.js';
import type { Reading } from '../../src/model/diagnosis.js';
import type { FactValues } from '../../src/model/fact.js';
import { smallPlaybooks } from './small-playbooks.js';
import { CLOCK } from './visits.js';

const playbooks = smallPlaybooks({
  'checks/timing.yaml': `
check: timing
title: Time of a request
try:
  - {run: time-it, alive: '.', parse: facts}
fields:
  dns_s: {type: number, unit: s}
  first_byte_s: {type: number, unit: s}
  retries: {type: number}
  status: {type: text}
  name_lookup_s: {type: number, unit: s}
  tls_s: {type: number, unit: s}
  total_s: {type: number, unit: s}
  expires_in_s: {type: number, unit: s}
  not_after: {type: time}
`,
  'symptoms/slow.yaml': `
symptom: slow
title: Slow
phrases: [slow]
asks: [host]
consider: [killed]
show: [timing]
`,
});

function readings(values: FactValues | undefined, symptoms = ['slow']): readonly Reading[] {
  const source = { check: 'timing', host: 'app', command: 'time-it', exit: 0, at: CLOCK, lines: {} };
  const facts = new Map(values ? [['timing', { check: 'timing', host: 'app', values, source }]] : []);
  return readingsOf(playbooks, symptoms, { host: 'app', facts, gaps: [], statuses: [] });
}

describe('readingsOf', () => {
  test('shows the numbers that the symptom wants shown, in the order of the fields', () => {
    const values = { retries: 1.23456, first_byte_s: 1.25, dns_s: 0.0312, status: 'ok' };
    expect(readings(values)).toEqual([
      { check: 'timing', host: 'app', title: 'Time of a request', parts: ['dns 31 ms', 'first byte 1.3 s', 'retries 1.235'] },
    ]);
  });

  test('short times keep a digit, and nothing is said of what is unknown or nil', () => {
    expect(readings({ dns_s: 0.00031, first_byte_s: 0 })[0]?.parts).toEqual(['dns 0.3 ms']);
  });

  test('long spans are days, and a time of day is no measure', () => {
    expect(readings({ expires_in_s: -259_200, not_after: CLOCK })[0]?.parts).toEqual(['expires in -3 days']);
  });

  test('a check that gave nothing is not shown, nor one that the symptom does not ask for', () => {
    expect(readings(undefined)).toEqual([]);
    expect(readings({})).toEqual([]);
    expect(readings({ dns_s: 1 }, ['no-connection'])).toEqual([]);
  });
});
