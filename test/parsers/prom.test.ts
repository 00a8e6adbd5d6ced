import type { ParserInput } from '../../src/model/parser.js';
import { promInstant } from '../../src/parsers/prom-instant.js';
import { promRange } from '../../src/parsers/prom-range.js';
import { recorded } from '../prometheus/recorded.js';

/** Seconds after the recording, which is not yet stale. */
const NOW = 1795781700;

const look = (stdout: string, more: Partial<ParserInput> = {}, truncated = false): ParserInput => ({
  looks: [{ stdout, stderr: '', exit: 0, truncated, uptime: 0 }],
  now: NOW,
  params: {},
  options: undefined,
  ...more,
});

describe('prom_instant', () => {
  test('each series is a row with its labels; a number of several series is no number of one', () => {
    const read = promInstant.parse(look(recorded('instant-up')));
    expect(read).toEqual({
      kind: 'facts',
      values: {
        series: 2,
        rows: [
          {
            host: 'api-1',
            instance: '127.0.0.1:29090',
            job: 'prom',
            value: 1,
            at: 1795781694.057,
            line: 'up{host="api-1", instance="127.0.0.1:29090", job="prom"} 1',
          },
          { instance: '127.0.0.1:1', job: 'dead', value: 0, at: 1795781694.057, line: 'up{instance="127.0.0.1:1", job="dead"} 0' },
        ],
      },
      lines: { '': 'up{host="api-1", instance="127.0.0.1:29090", job="prom"} 1' },
    });
  });

  test('a scalar, under the name that `as` gives', () => {
    const read = promInstant.parse(look(recorded('instant-scalar'), { options: { as: 'two' } }));
    expect(read).toMatchObject({ kind: 'facts', values: { two: 2, series: 1 } });
  });

  test.each(['instant-nan', 'instant-inf'])('%s: what is no finite number is unknown', name => {
    const read = promInstant.parse(look(recorded(name)));
    expect(read).toMatchObject({ kind: 'facts', values: { series: 1, rows: [{ line: '{} no value' }] } });
    expect(read.kind === 'facts' && 'value' in read.values).toBe(false);
    expect(JSON.stringify(read)).not.toContain('"value"');
  });

  test('raw samples (a range selector): the newest counts', () => {
    const read = promInstant.parse(look(recorded('instant-matrix')));
    expect(read).toMatchObject({ kind: 'facts', values: { rows: [{ value: 1, at: 1795781693.22 }, { value: 0 }] } });
  });

  test('old samples say nothing of now: stale, and without values', () => {
    const read = promInstant.parse(look(recorded('instant-up'), { now: NOW + 600 }));
    expect(read).toMatchObject({ kind: 'facts', partial: { reason: 'stale', why: 'the newest sample is 606 s old' } });
    expect(JSON.stringify(read)).not.toContain('"value"');
  });

  test('what Prometheus warns of is partial', () => {
    const warned = recorded('instant-up').replace('{"status":"success",', '{"status":"success","warnings":["remote store gone"],');
    expect(promInstant.parse(look(warned))).toMatchObject({ partial: { reason: 'partial', why: 'Prometheus warns: remote store gone' } });
  });

  test.each([
    ['cut off', recorded('instant-up').slice(0, 100), true, 'longer than this check keeps'],
    ['broken', '{"status":', false, 'one JSON document'],
    ['a text', recorded('instant-string'), false, 'an answer of Prometheus'],
    ['an error', recorded('instant-bad'), false, 'an answer of Prometheus'],
  ])('%s is not understood, and never guessed', (_, stdout, truncated, why) => {
    expect(promInstant.parse(look(stdout, {}, truncated))).toMatchObject({ kind: 'unparsed', line: 1, why: expect.stringContaining(why) });
  });

  test('a label with the name of a measure does not pass for one', () => {
    const odd =
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"value":"9","line":"x"},"value":[1795781694,"NaN"]}]}}';
    const read = promInstant.parse(look(odd));
    expect(read).toMatchObject({ values: { rows: [{ at: 1795781694, line: '{value="9", line="x"} no value' }] } });
    expect(read.kind === 'facts' && Object.keys((read.values.rows as readonly object[])[0] ?? {})).toEqual(['at', 'line']);
  });
});

describe('prom_range', () => {
  const matrix = (...values: readonly string[]): string =>
    JSON.stringify({
      status: 'success',
      data: { resultType: 'matrix', result: [{ metric: {}, values: values.map((value, i) => [NOW - 60 + i * 15, value]) }] },
    });

  test('what one series did, under the name that `as` gives', () => {
    const read = promRange.parse(look(matrix('2', '5', 'NaN', '1'), { options: { as: 'busy' } }));
    const busy = { busy_points: 3, busy_first: 2, busy_last: 1, busy_min: 1, busy_max: 5, busy_mean: 8 / 3, busy_rise: -1 };
    expect(read).toMatchObject({ kind: 'facts', values: { ...busy, series: 1, rows: [{ points: 3, last_at: NOW - 15 }] } });
  });

  test('recorded: rows of both series, and nothing beside them', () => {
    const read = promRange.parse(look(recorded('range-up')));
    expect(read).toMatchObject({
      values: {
        series: 2,
        rows: [
          { job: 'prom', first: 1, last: 1, rise: 0, points: 4 },
          { job: 'dead', max: 0 },
        ],
      },
    });
    expect(read.kind === 'facts' && Object.keys(read.values)).toEqual(['series', 'rows']);
  });

  test('only NaN: there are no values', () => {
    const read = promRange.parse(look(recorded('range-nan')));
    expect(read).toMatchObject({ values: { rows: [{ points: 0 }, { points: 0 }] } });
  });

  test('a series that ended an hour ago has a past and no present', () => {
    const read = promRange.parse(look(matrix('2', '5'), { now: NOW + 3600 }));
    expect(read).toMatchObject({ values: { max: 5, first: 2 }, partial: { reason: 'stale' } });
    expect(JSON.stringify(read)).not.toMatch(/"(?:last|rise)"/);
  });

  test('options that are not known are refused at load', () => {
    expect(promRange.checkOptions?.({ as: 'x', stale: 1 })).toContain('Unrecognized key');
    expect(promRange.checkOptions?.({ as: 'Not A Name' })).toContain('as:');
    expect(promRange.checkOptions?.(undefined)).toBeUndefined();
  });
});
