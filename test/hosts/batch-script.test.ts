import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { buildBatchScript } from '../../src/hosts/batch-script.js';
import { packLanes } from '../../src/hosts/lanes.js';
import { quote, quoteGlob } from '../../src/hosts/quote.js';
import { buildZeroForkScript } from '../../src/hosts/zero-fork-script.js';
import { check, plan, read, run, sh } from './plans.js';

const everything = [
  check('ss', [run('ss', '-ltn'), read('/proc/net/tcp')]),
  check('stat', read('/proc/stat'), { sample: 'twice' }),
  check('psi', read('/proc/pressure/cpu'), { sample: 'twice' }),
  check('dear', sh('du -s "$1"', '/var'), { cost: 'heavy', timeoutSeconds: 10 }),
];

describe('the batch script', () => {
  it('is run by its last line only, so that half a script does nothing', () => {
    const { text } = buildBatchScript(plan(everything, 5));
    expect(text.startsWith('faultline(){\n')).toBe(true);
    expect(text.endsWith('\n}\nfaultline\n')).toBe(true);
    for (const part of [0.3, 0.6, 0.9]) {
      const cut = spawnSync('/bin/sh', { input: text.slice(0, text.length * part), encoding: 'utf8' });
      expect(cut.stdout).toBe('');
    }
  });

  it('writes no file, lowers no priority and limits no file size', () => {
    for (const { text } of [buildBatchScript(plan(everything, 5)), buildZeroForkScript(everything, 30)]) {
      const targets = [...text.matchAll(/>+\s*([^\s;)&>]+|&[\d-]+)/g)].map(match => match[1]);
      expect(targets.filter(target => target !== '/dev/null' && !/^&[1-4-]$/.test(target ?? ''))).toEqual([]);
      expect(text).not.toMatch(/renice|nice |ulimit -f|mktemp|\/tmp/);
    }
  });

  it('keeps the nonce out of arguments and environment', () => {
    const { text, nonce, runId } = buildBatchScript(plan(everything, 5));
    expect(text.split(nonce)).toHaveLength(2);
    expect(text).not.toContain(`export N`);
    expect(nonce).not.toContain(runId);
  });

  it('gives the host the window and time for two slow checks', () => {
    expect(buildBatchScript(plan(everything, 5)).totalSeconds).toBe(30);
    expect(buildBatchScript(plan([check('dear', sh('x'), { timeoutSeconds: 30 })], 5)).totalSeconds).toBe(70);
  });

  it('leaves out what the bot does itself', () => {
    const probe = check('connect', { kind: 'connect', address: '127.0.0.1', port: 1, attempts: 1 });
    expect(buildBatchScript(plan([probe])).errands).toEqual([]);
  });
});

describe('lanes', () => {
  it('hold every item once, the heaviest first, none of them empty', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.integer({ min: 1, max: 6 }), (weights, lanes) => {
        const packed = packLanes(weights, lanes, weight => weight);
        expect(packed.flat().sort((a, b) => a - b)).toEqual([...weights].sort((a, b) => a - b));
        expect(packed.every(lane => lane.length > 0 && lane.every((weight, i) => i === 0 || weight <= (lane[i - 1] ?? 0)))).toBe(true);
      }),
    );
    expect(packLanes([5, 1, 1, 1, 1, 1], 2, weight => weight)).toEqual([[5], [1, 1, 1, 1, 1]]);
  });
});

describe('quoting', () => {
  const echoed = (words: readonly string[]): string =>
    spawnSync('/bin/sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' }).stdout;

  it('hands any word to a command unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), words => {
        const clean = words.map(word => word.replaceAll('\0', ''));
        expect(echoed(words.map(quote))).toBe(clean.map(word => `${word}\0`).join(''));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps file name patterns and nothing else', () => {
    expect(echoed([quoteGlob('/proc/sys/kernel/os[rt]*')])).toBe('/proc/sys/kernel/osrelease\0/proc/sys/kernel/ostype\0');
    expect(echoed([quoteGlob('/no$(id)/*;id')])).toBe('/no$(id)/*;id\0');
  });
});
