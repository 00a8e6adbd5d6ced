import { readCapture } from '../../src/cli/read-capture.js';
import { sampleInvestigation } from './sample-investigation.js';

const read = (text: string) => readCapture({ kind: 'text', text }, 'x.json');

describe('readCapture', () => {
  test('reads what was written', () => {
    const { capture } = sampleInvestigation();
    expect(read(JSON.stringify(capture))).toEqual({ kind: 'capture', capture });
  });

  test.each([
    ['not JSON', 'hello', 'x.json is not JSON'],
    ['another file', '{"a":1}', 'x.json is not a capture'],
    ['a key that nobody knows', JSON.stringify({ ...sampleInvestigation().capture, extra: 1 }), 'x.json is not a capture'],
    ['no visit', JSON.stringify({ ...sampleInvestigation().capture, visits: [] }), 'visits'],
  ])('refuses %s with the place', (_, text, complaint) => {
    const refused = read(text);
    expect(refused.kind === 'failed' && refused.says).toContain(complaint);
  });
});
