import fc from 'fast-check';
import { createFrameDecoder } from '../../src/hosts/frames.js';

const nonce = 'ab12'.repeat(6);

function decode(chunks: readonly Buffer[], caps: readonly number[] = [1000, 1000]) {
  const events: string[] = [];
  const decoder = createFrameDecoder({
    nonce,
    caps,
    onStart: (job, look) => events.push(`start ${job}.${look}`),
    onEnd: (job, look) => events.push(`end ${job}.${look}`),
  });
  for (const chunk of chunks) decoder.push(chunk);
  return { ...decoder.run, events, run: decoder.run };
}

function frames(...lines: string[]): Buffer {
  return Buffer.from(lines.map(line => `${nonce} ${line}\n`).join(''));
}

const stdoutOf = (run: { attempts: ReadonlyMap<string, { stdout: Buffer[] }> }, id: string): Buffer =>
  Buffer.concat(run.attempts.get(id)?.stdout ?? []);

/** Cuts bytes into chunks at arbitrary places. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set([0, ...places.map(place => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('the frame decoder', () => {
  it('reads what the host is, what was tried and how it ended', () => {
    const decoded = decode([
      frames(
        'B 1 b 12.50 1700000000 1001 2',
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
    expect(decoded.attempts.get('0.0.0')).toMatchObject({ from: 12.51, to: 12.6, stdoutBytes: 3, stderrBytes: 3 });
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
          ...lines.flatMap(line => [line, Buffer.from(between), Buffer.from('\n')]),
        ]);
        const decoded = decode(cutAt(stream, places), [5000]);
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
        decode([frames(...lines)]);
      }),
    );
  });

  it('keeps no more than the caps, even of true frames', () => {
    const decoded = decode(
      [
        frames(
          ...Array.from({ length: 50 }, () => `o 0.0.0 ${btoa('x'.repeat(900))}`),
          ...Array.from({ length: 50 }, () => `e 0.0.0 ${btoa('y'.repeat(900))}`),
          'o 7.0.0 eHh4',
          'S 7.0 1',
        ),
      ],
      [1000],
    );
    expect(decoded.attempts.get('0.0.0')).toMatchObject({ stdoutBytes: 1008, stderrBytes: 2048 });
    expect([...decoded.attempts.keys()]).toEqual(['0.0.0']);
    expect(decoded.events).toEqual([]);
  });

  it('drops lines without end and finds the next frame after them', () => {
    const flood = Buffer.alloc(1 << 20, 'x');
    const chunks = [...Array.from({ length: 64 }, () => flood), Buffer.from(`${nonce} Z 0\n`), frames('Z 3')];
    const decoded = decode(chunks);
    expect(decoded.noiseBytes).toBeGreaterThan(64 << 20);
    expect(decoded.done).toBe(true);
    expect(decode(chunks.slice(0, -1)).done).toBe(false);
  });
});
