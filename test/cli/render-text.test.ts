import { renderText } from '../../src/cli/render-text.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { sampleInvestigation } from './sample-investigation.js';

const plain: Terminal = { isTty: false, columns: 80, colour: false, write: () => undefined };
const symptom = {
  id: 'bad-gateway',
  title: '502 from a gateway',
  phrases: [],
  asks: [],
  consider: [],
  show: [],
  place: { file: 'x', line: 1, column: 1 },
};

describe('renderText', () => {
  const text = renderText(sampleInvestigation(), symptom, plain);

  test('says the gaps, the root, its proof, the chain and what was ruled out, in this order', () => {
    const order = [
      '502 from a gateway on gw:80 (then app1:8080)',
      'Could not be checked',
      'firewall on app1: not allowed',
      'ROOT CAUSE CONFIRMED',
      'The kernel killed node',
      'Killed process 4123',
      'next: Restart',
      'chain: oom-kill@app1 -> upstream-down@gw -> "502 from a gateway"',
      'Ruled out',
      'unit-stopped@app1',
    ];
    const places = order.map(part => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('begins with where the time goes, when that was measured', () => {
    const { diagnosis, ...rest } = sampleInvestigation();
    const traces = `https://jaeger.example/search?service=shop&start=${'1'.repeat(60)}`;
    const timing = [
      { host: 'gw', leg: 'first-byte' as const, says: 'a request takes 3.0 s, most of it waiting for the first byte', traces },
    ];
    const timed = renderText({ ...rest, diagnosis: { ...diagnosis, timing } }, symptom, plain);
    expect(timed.indexOf('gw: a request takes 3.0 s')).toBeGreaterThan(0);
    expect(timed.indexOf('Where the time goes')).toBeLessThan(timed.indexOf('Could not be checked'));
    expect(timed).toContain(`\n  Traces of gw: ${traces}\n`);
    expect(text).not.toContain('Where the time goes');
  });

  test('fits into 80 columns', () => {
    expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
  });

  test("a host's text cannot steer the terminal", () => {
    expect(text).not.toContain('\u001b');
  });

  test('colour only where it is wanted', () => {
    expect(renderText(sampleInvestigation(), symptom, { ...plain, colour: true })).toContain('\u001b[');
  });

  test('"none of these" cannot be taken for "all is well"', () => {
    const { diagnosis, capture } = sampleInvestigation();
    const nothing = renderText({ capture, diagnosis: { ...diagnosis, outcome: 'none-of-these', roots: [], chains: [] } }, symptom, plain);
    expect(nothing).toContain('NONE OF THESE');
    expect(nothing).toContain('The cause is something else.');
  });

  test('twenty gaps with one reason are one sentence', () => {
    const { diagnosis, capture } = sampleInvestigation();
    const gaps = Array.from({ length: 20 }, (_, index) => ({
      check: `check_${index}`,
      host: 'app1',
      reason: 'unreachable' as const,
      detail: 'no route to 10.0.0.7',
      hint: 'check the network',
    }));
    const many = renderText({ capture, diagnosis: { ...diagnosis, gaps } }, symptom, plain);
    expect(many.replace(/\s+/gu, ' ').match(/no route to/gu)).toHaveLength(1);
  });
});
