import fc from 'fast-check';
import type { Condition } from '../../src/model/playbook.js';
import type { Truth } from '../../src/model/truth.js';
import { type CheckShape, createLanguage } from '../../src/playbooks/language.js';

const listen: CheckShape = {
  id: 'listen',
  fields: [
    { name: 'rows', type: 'list' },
    { name: 'rows.port', type: 'number' },
    { name: 'rows.addr', type: 'text' },
    { name: 'rows.queue', type: 'number' },
    { name: 'rows.loopback', type: 'bool' },
    { name: 'window_s', type: 'number' },
    { name: 'covers_from', type: 'time' },
  ],
};
const tcp: CheckShape = { id: 'tcp', fields: [{ name: 'delta.Drops', type: 'number' }] };
const abc: CheckShape = { id: 'flags', fields: ['a', 'b', 'c'].map(name => ({ name, type: 'bool' as const })) };
const scope = createLanguage([listen, tcp, abc]).scope({ rows: { row: 'listen.rows' } });

function condition(text: string): Condition {
  const compiled = scope.condition(text);
  if (!compiled.ok) throw new Error(compiled.problems.map(problem => problem.message).join(' '));
  return compiled.value;
}

const rows = (...queues: (number | undefined)[]) => ({
  listen: { rows: queues.map((queue, index) => (queue === undefined ? {} : { port: 80 + index, queue, line: `line ${index}` })) },
});

describe('a missing value is unknown, after Kleene', () => {
  const values: Readonly<Record<Truth, object>> = { true: { x: true }, false: { x: false }, unknown: {} };
  const context = (a: Truth, b: Truth) => ({ flags: { ...rename(values[a], 'a'), ...rename(values[b], 'b') } });
  function rename(value: object, name: string): object {
    return 'x' in value ? { [name]: value.x } : {};
  }
  const truths: readonly Truth[] = ['true', 'false', 'unknown'];
  const and = (a: Truth, b: Truth): Truth => (a === 'false' || b === 'false' ? 'false' : a === 'true' && b === 'true' ? 'true' : 'unknown');
  const not = (a: Truth): Truth => (a === 'unknown' ? a : a === 'true' ? 'false' : 'true');

  for (const a of truths) {
    for (const b of truths) {
      test(`${a} and ${b}`, () => {
        expect(condition('flags.a && flags.b').truth(context(a, b))).toBe(and(a, b));
        expect(condition('flags.a || flags.b').truth(context(a, b))).toBe(not(and(not(a), not(b))));
        expect(condition('!(flags.a && !flags.b)').truth(context(a, b))).toBe(not(and(a, not(b))));
        expect(condition('(flags.a || flags.b) && (flags.b || flags.a)').truth(context(a, b))).toBe(not(and(not(a), not(b))));
      });
    }
  }

  test('a whole check, a group or the target that is not there', () => {
    expect(condition('tcp.delta.Drops > 0').truth({})).toBe('unknown');
    expect(condition('tcp.delta.Drops > 0').truth({ tcp: {} })).toBe('unknown');
    expect(condition('tcp.delta.Drops > 0').truth({ tcp: { delta: {} } })).toBe('unknown');
    expect(condition('row.port == target.port').truth({ row: { port: 80 }, target: {} })).toBe('unknown');
  });

  test('null and undefined are no values either', () => {
    expect(condition('tcp.delta.Drops > 0').truth({ tcp: { delta: { Drops: null } } })).toBe('unknown');
    expect(condition('tcp.delta.Drops > 0').truth({ tcp: { delta: { Drops: undefined } } })).toBe('unknown');
  });

  test('keys of every JavaScript object are no fields', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(scope.condition(`row.${key} == row.${key}`).ok).toBe(false);
    }
  });
});

describe('lists', () => {
  const cases: readonly (readonly [text: string, queues: readonly (number | undefined)[], truth: Truth])[] = [
    ['listen.rows.exists(r, r.queue > 5)', [1, 9], 'true'],
    ['listen.rows.exists(r, r.queue > 5)', [1, 2], 'false'],
    ['listen.rows.exists(r, r.queue > 5)', [], 'false'],
    ['listen.rows.exists(r, r.queue > 5)', [9, undefined], 'true'],
    ['listen.rows.exists(r, r.queue > 5)', [undefined, 9], 'true'],
    ['listen.rows.exists(r, r.queue > 5)', [1, undefined], 'unknown'],
    ['listen.rows.all(r, r.queue > 5)', [9, undefined], 'unknown'],
    ['listen.rows.all(r, r.queue > 5)', [1, undefined], 'false'],
    ['listen.rows.all(r, r.queue > 5)', [undefined, 1], 'false'],
    ['listen.rows.all(r, r.queue > 5)', [9, 8], 'true'],
    ['!listen.rows.exists(r, r.queue > 5)', [1, undefined], 'unknown'],
    ['listen.rows.exists_one(r, r.queue > 5)', [9, 1], 'true'],
    ['listen.rows.exists_one(r, r.queue > 5)', [9, undefined], 'unknown'],
    ['listen.rows.exists_one(r, r.queue > 5)', [1, undefined], 'unknown'],
    ['listen.rows.filter(r, r.queue > 5).exists(r, r.port == 80)', [9, 1], 'true'],
    ['listen.rows.filter(r, r.queue > 5).exists(r, r.port == 80)', [9, undefined], 'unknown'],
    ['9 in listen.rows.map(r, r.queue)', [1, 9], 'true'],
    ['9 in listen.rows.map(r, r.queue)', [9, undefined], 'unknown'],
    ['listen.rows.map(r, r.queue).exists(q, q > 5)', [9], 'true'],
    ['listen.rows[0].queue == 9', [9], 'true'],
    ['listen.rows[0].queue == 9', [], 'unknown'],
    ['listen.rows.exists(r, r.port in [80, 443])', [1], 'true'],
    ['listen.rows.exists(r, r.port in [ 443,81 ])', [1], 'false'],
  ];
  for (const [text, queues, truth] of cases) {
    test(`${text} over ${JSON.stringify(queues)} is ${truth}`, () => {
      expect(condition(text).truth(rows(...queues))).toBe(truth);
    });
  }

  test('a list that could not be read at all', () => {
    expect(condition('listen.rows.exists(r, r.queue > 5)').truth({ listen: {} })).toBe('unknown');
    expect(condition('listen.rows.all(r, r.queue > 5)').truth({ listen: {} })).toBe('unknown');
  });

  test('an unknown row never changes an answer into its opposite', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }), fc.nat(5), fc.nat(9), (queues, at, limit) => {
        for (const macro of ['exists', 'all', 'exists_one']) {
          const asked = condition(`listen.rows.${macro}(r, r.queue > ${limit})`);
          const whole = asked.truth(rows(...queues));
          const cut = asked.truth(rows(...queues.slice(0, at), undefined));
          expect([whole, 'unknown']).toContain(cut);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('numbers are doubles', () => {
  const context = { row: { port: 80, queue: 5 }, tcp: { delta: { Drops: 2 ** 53 } } };
  for (const text of [
    'row.port == 80',
    '80 == row.port',
    'row.port != 81',
    'row.port * 2 == 160',
    '2 * row.port == 160',
    'row.port + 1 == 81',
    'row.port - 1 > 78.5',
    '-row.port < 0',
    'row.port in [80, 443]',
    'row.port in [80.0, 443]',
    '!(row.port in [22])',
    'row.port == 0x50',
    'ratio(row.queue, row.port) < 0.1',
    'ratio(row.queue, 2) == 2.5',
    'ratio(1, 2) == 0.5',
    'row.queue < bytes("10Gi")',
    'bytes("1KiB") == 1024 && bytes("1kB") == 1000 && bytes( "2Gi" ) == 2147483648',
    'seconds("5m") == 300 && seconds("250ms") == 0.25',
    'max(row.queue, 7) == 7 && min(row.queue, 7) == 5 && abs(0 - row.queue) == 5',
    'round(row.queue * 1.23456, 2) == 6.17',
    'tcp.delta.Drops == 9007199254740992',
    '(row.queue > 3 ? 1 : 2) == 1',
  ]) {
    test(text, () => {
      expect(condition(text).truth(context)).toBe('true');
    });
  }

  test('dividing by zero is unknown, never infinite', () => {
    expect(condition('ratio(row.queue, 0) > 5').truth(context)).toBe('unknown');
    expect(condition('ratio(0, 0) < 5 || row.queue == 5').truth(context)).toBe('true');
  });
});

describe('texts', () => {
  const context = { row: { addr: '10.0.0.7' } };
  for (const text of [
    'row.addr.contains("0.0")',
    'row.addr.startsWith("10.")',
    'row.addr == "10.0.0.7"',
    'row.addr in ["10.0.0.7", "x"]',
    "re(row.addr, '^10[.]')",
    "row.addr.re('[0-9]$')",
    '!row.addr.re("bytes(5) 80")',
    'row.addr != "80"',
  ]) {
    test(text, () => {
      expect(condition(text).truth(context)).toBe('true');
    });
  }

  test('a pattern over hostile text ends at once', () => {
    // The same pattern blocks a backtracking engine for half a minute (docs/decisions/0005).
    expect(condition("re(row.addr, '^(a+)+$')").truth({ row: { addr: `${'a'.repeat(5000)}!` } })).toBe('false');
  });
});

describe('what a condition reads', () => {
  test('through macros, a for_each variable, groups and templates', () => {
    const read = condition('row.queue > 5 && tcp.delta.Drops > 0 && listen.rows.exists(r, r.port == target.port && r.line.contains("x"))');
    expect(read.checks).toEqual(['listen', 'tcp']);
    expect(read.fields).toEqual(['listen.rows', 'listen.rows.line', 'listen.rows.port', 'listen.rows.queue', 'tcp.delta.Drops']);
    const template = scope.template('{{ row.port }} and {{tcp.delta.Drops}}');
    expect(template.ok && template.reads.checks).toEqual(['listen', 'tcp']);
  });

  test('a macro variable may be called like a check', () => {
    expect(condition('listen.rows.exists(tcp, tcp.port == 80)').checks).toEqual(['listen']);
  });

  test('times and lists have types', () => {
    expect(scope.condition('listen.covers_from < 1700000000').ok).toBe(true);
    expect(scope.expression('listen.rows', ['list']).ok).toBe(true);
    expect(scope.expression('listen.rows', ['number']).ok).toBe(false);
  });
});

describe('the witness is the line that made it true', () => {
  const context = { ...rows(1, 9, 9), flags: { a: true, b: false } };
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['listen.rows.exists(r, r.queue > 5)', 'line 1'],
    ['flags.a && listen.rows.exists(r, r.queue > 5)', 'line 1'],
    ['flags.b || listen.rows.exists(r, r.queue > 5 && r.port > 81)', 'line 2'],
    ['flags.b && listen.rows.exists(r, r.queue > 5)', undefined],
    ['!listen.rows.exists(r, r.queue > 50)', undefined],
    ['listen.rows.filter(r, r.port > 81).exists(r, r.queue > 5)', 'line 2'],
    ['listen.rows.exists(r, listen.rows.exists(s, s.queue == r.queue && s.port != r.port))', 'line 1'],
    ['listen.rows.all(r, r.queue > 0)', undefined],
    ['flags.a', undefined],
  ];
  for (const [text, line] of cases) {
    test(text, () => {
      expect(condition(text).witness(context)).toBe(line);
    });
  }

  test('past rows that are not known', () => {
    const partly = { listen: { rows: [{}, { queue: 9, line: 'found' }] } };
    expect(condition('listen.rows.exists(r, r.queue > 5)').witness(partly)).toBe('found');
  });
});

describe('templates', () => {
  const render = (text: string, context: Readonly<Record<string, unknown>>): string => {
    const compiled = scope.template(text);
    if (!compiled.ok) throw new Error(compiled.problems.map(problem => problem.message).join(' '));
    return compiled.value.render(context);
  };
  const numbers: readonly (readonly [number, string])[] = [
    [5, '5'],
    [0, '0'],
    [4294967296, '4294967296'],
    [1e20, '100000000000000000000'],
    [1e21, '1000000000000000000000'],
    [5.0041, '5'],
    [12.345, '12.3'],
    [0.98765, '0.988'],
    [0.00012345, '0.000123'],
    [1234.5678, '1235'],
    [-2.5, '-2.5'],
    [1e-9, '0.000000001'],
    [Number.NaN, '?'],
    [Number.POSITIVE_INFINITY, '?'],
  ];
  for (const [value, text] of numbers) {
    test(`${value} prints ${text}`, () => {
      expect(render('{{row.queue}}', { row: { queue: value } })).toBe(text);
    });
  }

  test('what is not known prints ?', () => {
    expect(render('{{row.queue}} of {{ tcp.delta.Drops }}', { row: {} })).toBe('? of ?');
  });

  test('texts of a host stand as they are, cut at 200 characters', () => {
    expect(render('<{{row.addr}}>', { row: { addr: '{{row.port}} & <b>' } })).toBe('<{{row.port}} & <b>>');
    expect([...render('{{row.addr}}', { row: { addr: '😀'.repeat(300) } })]).toHaveLength(200);
  });

  test('formatting functions', () => {
    const context = { row: { queue: 1700000000.7, port: 1536, addr: 'x' }, tcp: { delta: { Drops: 0.8712 } } };
    expect(render('{{clock(row.queue)}} {{human(row.port)}} {{percent(tcp.delta.Drops)}}', context)).toBe('22:13:20 1.5 KiB 87.1 %');
    expect(render('{{span(125)}}, {{ago(7260)}}, {{span(90000)}}, {{span(1.25)}}', context)).toBe(
      '2 min 5 s, 2 h 1 min ago, 1 d 1 h, 1.25 s',
    );
    expect(render('{{round(tcp.delta.Drops, 1)}} {{row.port > 5 ? "many" : "few"}}', context)).toBe('0.9 many');
  });
});
