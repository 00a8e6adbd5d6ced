import fc from 'fast-check';
import { createFrameDecoder, type ErrandLimits, visitBudget, type WireRun } from '../../src/hosts/frames.js';

const nonce = 'ab12'.repeat(6);

/** An errand of one look and one variant; like a fold of five checks it may lack files. */
const errand = (capBytes: number, more: Partial<ErrandLimits> = {}): ErrandLimits => ({
  capBytes,
  looks: 1,
  variants: [0],
  members: 5,
  ...more,
});

function decode(chunks: readonly Buffer[], errands: readonly ErrandLimits[] = [errand(1000), errand(1000)]) {
  const events: string[] = [];
  const decoder = createFrameDecoder({
    nonce,
    errands,
    onStart: (errand, look) => events.push(`start ${errand}.${look}`),
    onEnd: (errand, look) => events.push(`end ${errand}.${look}`),
  });
  for (const chunk of chunks) decoder.push(chunk);
  return { ...decoder.run, events, run: decoder.run };
}

function frames(...lines: string[]): Buffer {
  return Buffer.from(lines.map(line => `${nonce} ${line}\n`).join(''));
}

const BEGIN = 'B 1 b 12.50 1700000000 1001 2';
const stdoutOf = (run: Pick<WireRun, 'attempts'>, id: string): Buffer => run.attempts.get(id)?.stdout.bytes() ?? Buffer.alloc(0);

/** Cuts bytes into chunks at arbitrary places. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set([0, ...places.map(place => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('the frame decoder', () => {
  it('reads what the host is, what was tried and how it ended', () => {
    const decoded = decode([
      frames(
        BEGIN,
        'S 0.0 12.51',
        'M 1.0.3',
        `o 0.0.0 ${btoa('out')}`,
        `e 0.0.0 ${btoa('err')}`,
        'X 0.0.0 12.51 12.60',
        'E 0.0 ok 12.61',
        'E 1.0 late 12.7',
        'Z 0',
      ),
    ]);
    expect(decoded.begin).toEqual({ uptime: 12.5, clock: 1_700_000_000, uid: 1001, slowdown: 2 });
    expect(decoded.attempts.get('0.0.0')).toMatchObject({ from: 12.51, to: 12.6, cut: false });
    expect([stdoutOf(decoded, '0.0.0').toString(), decoded.attempts.get('0.0.0')?.stderr.bytes().toString()]).toEqual(['out', 'err']);
    expect([...decoded.ended]).toEqual([
      ['0.0', 'ok'],
      ['1.0', 'late'],
    ]);
    expect([...decoded.absent]).toEqual(['1.0.3']);
    expect(decoded.events).toEqual(['start 0.0', 'end 0.0', 'end 1.0']);
    expect(decoded.done).toBe(true);
  });

  it('gives back any bytes, however the stream is cut and whatever noise lies between', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constant(Buffer.from(`${nonce.slice(0, -1)} Z 0`)),
      fc.constant(Buffer.from(`x${nonce} Z 0`)),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), noise, fc.array(fc.nat(), { maxLength: 12 }), (content, between, places) => {
        const text = Buffer.from(content).toString('base64');
        const lines = (text.match(/.{1,1800}/g) ?? []).map(line => frames(`o 0.0.0 ${line}`));
        const stream = Buffer.concat([
          Buffer.from(between),
          Buffer.from('\n'),
          frames(BEGIN),
          ...lines.flatMap(line => [line, Buffer.from(between), Buffer.from('\n')]),
        ]);
        const decoded = decode(cutAt(stream, places), [errand(5000)]);
        expect(stdoutOf(decoded, '0.0.0').equals(Buffer.from(content))).toBe(true);
        expect(decoded.done).toBe(false);
      }),
    );
  });

  it('never throws and never believes what has no nonce', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 200 }),
            fc.string().map(text => Buffer.from(`${text}\n`)),
          ),
          { maxLength: 10 },
        ),
        chunks => {
          const decoded = decode(chunks.map(chunk => Buffer.from(chunk)));
          expect([decoded.attempts.size, decoded.ended.size, decoded.done]).toEqual([0, 0, false]);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 10 }), lines => {
        decode([frames(BEGIN, ...lines)]);
      }),
    );
  });

  it('keeps no more than the caps, even of true frames', () => {
    const decoded = decode(
      [
        frames(
          BEGIN,
          ...Array.from({ length: 50 }, () => `o 0.0.0 ${btoa('x'.repeat(900))}`),
          ...Array.from({ length: 50 }, () => `e 0.0.0 ${btoa('y'.repeat(900))}`),
          'o 7.0.0 eHh4',
          'S 7.0 1',
        ),
      ],
      [errand(1000)],
    );
    expect(decoded.attempts.get('0.0.0')).toMatchObject({ cut: true });
    expect([stdoutOf(decoded, '0.0.0').length, decoded.attempts.get('0.0.0')?.stderr.length()]).toEqual([1008, 2048]);
    expect([...decoded.attempts.keys()]).toEqual(['0.0.0']);
    expect(decoded.events).toEqual([]);
  });

  it.each([
    [
      'o',
      [
        'o 00.0.0 eHh4',
        'o 0.0.00 eHh4',
        'o 0.1.0 eHh4',
        'o 0.0.1 eHh4',
        'o 0.0 eHh4',
        'o 0.0.9999 eHh4',
        'o 2.0.0 eHh4',
        'o 0.0.0 ',
        'o 0.0.0',
      ],
    ],
    ['X', ['X 0.0.1 1 2', 'X 0.1.0 1 2', 'X 0.0 1 2']],
    ['S', ['S 0.0.0 1', 'S 0.1 1', 'S 0.0 1e3', 'S 0.0 99999999999', 'S 0.0 ', 'S 0.0 0x10']],
    ['E', ['E 0.0.0 ok 1', 'E 0.1 ok 1', 'E 00.0 ok 1']],
    ['M', ['M 0.0.5', 'M 0.0', 'M 0.1.0', 'M 0.0.01']],
  ])('drops %s frames that the plan has no place for or that name no time', (_, lines) => {
    for (const line of lines) {
      const { attempts, started, ended, absent, events } = decode([frames(BEGIN, line)]);
      expect([line, attempts.size, started.size, ended.size, absent.size, events]).toEqual([line, 0, 0, 0, 0, []]);
    }
  });

  it.each(['nan nan', '1 9e99', '1 Infinity', '2 1', '1', '-1 1', ''])('takes no times of an attempt from %j', times => {
    const attempt = decode([frames(BEGIN, `X 0.0.0 ${times}`)]).attempts.get('0.0.0');
    expect([attempt?.from, attempt?.to]).toEqual([undefined, undefined]);
  });

  it.each(['x', '9e99', 'NaN', '-1', '1e3', '100000000001', ''])('believes no host whose clock is %j, nor anything that it says', clock => {
    const decoded = decode([frames(`B 1 b 12.50 ${clock} 1001 2`, `o 0.0.0 ${btoa('out')}`, 'X 0.0.0 1 2', 'E 0.0 ok 3', 'Z 0')]);
    expect(decoded).toMatchObject({ begin: undefined, attempts: new Map(), ended: new Map(), done: true });
  });

  it.each(['B 1 b 9e99 1 0 1', 'B 1 b 1 1 4294967296 1', 'B 1 b 1 1 0.5 1', 'B 1 b 1 1 0 0', 'B 1 b 1 1 0 1001', 'B 1 b 1 1 0', 'B'])(
    'takes %j for no beginning',
    line => {
      expect(decode([frames(line)]).begin).toBeUndefined();
      expect(decode([frames(line, BEGIN, 'B 1 b 1 1 0 1')]).begin?.uid).toBe(1001);
    },
  );

  it('shares the room of a look between its variants and marks what was cut', () => {
    const piece = btoa('x'.repeat(900));
    const flood = [0, 1, 2, 3].flatMap(variant => Array.from({ length: 3 }, () => `o 0.0.${variant} ${piece}`));
    const decoded = decode([frames(BEGIN, ...flood)], [errand(1000, { variants: [0, 1, 2, 3] })]);
    expect([...decoded.attempts].map(([id, { stdout, cut }]) => [id, stdout.length(), cut])).toEqual([
      ['0.0.0', 1008, true],
      ['0.0.1', 1008, true],
      ['0.0.2', 0, true],
      ['0.0.3', 0, true],
    ]);
  });

  it('keeps no more than its budget of a visit, whatever the pieces', () => {
    const errands = Array.from({ length: 40 }, () => errand(100_000, { looks: 2, variants: [0, 1, 2] }));
    const piece = btoa('x'.repeat(2700));
    const decoder = createFrameDecoder({ nonce, errands });
    decoder.push(frames(BEGIN));
    for (const [index] of errands.entries()) {
      for (const id of ['0.0', '0.1', '0.2', '1.0', '1.1', '1.2'])
        decoder.push(frames(...Array.from({ length: 40 }, () => `o ${index}.${id} ${piece}`)));
    }
    const kept = [...decoder.run.attempts.values()].reduce((sum, { stdout, stderr }) => sum + stdout.length() + stderr.length(), 0);
    expect(kept).toBe(visitBudget(errands));
    expect(visitBudget(errands)).toBe(40 * 2 * 100_000 + 256 * 1024);
  });

  it('holds byte-sized pieces without a cost for each', () => {
    const decoder = createFrameDecoder({ nonce, errands: [errand(20_000)] });
    decoder.push(frames(BEGIN, ...Array.from({ length: 20_000 }, () => 'o 0.0.0 eA==')));
    const stdout = stdoutOf(decoder.run, '0.0.0');
    expect(stdout.equals(Buffer.alloc(20_000, 'x'))).toBe(true);
    expect(stdout.buffer.byteLength).toBeLessThan(50_000);
  });

  it('drops lines without end and finds the next frame after them', () => {
    const flood = Buffer.alloc(1 << 20, 'x');
    const chunks = [...Array.from({ length: 64 }, () => flood), Buffer.from(`${nonce} Z 0\n`), frames('Z 3')];
    const decoded = decode(chunks);
    expect(decoded.done).toBe(true);
    expect(decode(chunks.slice(0, -1)).done).toBe(false);
  });
});
