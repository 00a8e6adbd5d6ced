import { createServer } from 'node:net';
import { takePortBlock } from '../../../src/sandbox/hosts/ports.js';

test('two demos at once get different ports, none of which anybody listens on', async () => {
  const one = await takePortBlock();
  const inTheWay = createServer();
  await new Promise<void>(resolve => inTheWay.listen(one.port(20 + 3), '127.0.0.1', resolve));
  const two = await takePortBlock();
  try {
    const own = Array.from({ length: 19 }, (_, n) => one.port(n));
    const others = Array.from({ length: 19 }, (_, n) => two.port(n));
    expect(own.filter(port => others.includes(port))).toEqual([]);
    // Where /proc tells who listens, on whatever address, a block with a stranger in it is left out.
    if (process.platform === 'linux') expect(others).not.toContain(one.port(20 + 3));
  } finally {
    await Promise.all([one.release(), two.release()]);
    await new Promise(resolve => inTheWay.close(resolve));
  }
  const again = await takePortBlock();
  expect(again.port(0)).toBe(one.port(0));
  await again.release();
});
