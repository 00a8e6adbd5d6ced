import { rewriteCondition } from '../../src/playbooks/condition-text.js';

describe('whole numbers become doubles', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a > 5', 'a > 5.0'],
    ['a>5&&b<0x1F', 'a>5.0&&b<31.0'],
    ['a in [80,443]', 'a in [80.0,443.0]'],
    ['a in[80]', 'a in[80.0]'],
    ['rows[0].port == 80', 'rows[0].port == 80.0'],
    ['f(x)[ 1 ]', 'f(x)[ 1 ]'],
    ['1.5 + 2e3 + x2 + y_3.z', '1.5 + 2e3 + x2 + y_3.z'],
    ['"80" + \'90\' + r"\\" + """7"8"""', '"80" + \'90\' + r"\\" + """7"8"""'],
    ['"a\\"5" == 5', '"a\\"5" == 5.0'],
    ['"never closed 5', '"never closed 5'],
    ['bytes("5Gi") > mybytes("x") + a.bytes', 'byte_count("5Gi") > mybytes("x") + a.bytes'],
    ['-1', '-1.0'],
  ];
  for (const [source, text] of cases) {
    test(source, () => {
      expect(rewriteCondition(source).text).toBe(text);
    });
  }
});

test('positions lead back to what was written', () => {
  const source = 'a in [80, 443] && wrong > bytes("1k") && also';
  const { text, originalIndex } = rewriteCondition(source);
  for (const word of ['a', 'in', 'wrong', 'also', '"1k"'])
    expect([word, originalIndex(text.indexOf(word))]).toEqual([word, source.indexOf(word)]);
});
