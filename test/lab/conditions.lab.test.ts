import { conditionNames, readCondition } from './condition.js';
import { lab, overSsh, type User, withCondition } from './lab.js';

// The lab itself: it comes up, every fault is really in when the driver says so, and nothing of it is left afterwards.
beforeAll(() => lab(['up']));

test.each<[User, string]>([
  ['root', 'uid=0(root)'],
  ['faultline', 'adm'],
  ['plain', 'groups=1001(plain)'],
])('login %s works on every host', async (user, identity) => {
  for (const host of ['gw', 'app1', 'app2']) {
    const { exit, stdout } = await overSsh(user, host, 'hostname; id');
    expect(exit).toBe(0);
    expect(stdout).toContain(`${host}\n`);
    expect(stdout).toContain(identity);
  }
});

test('a host whose ss is hidden says "not found", and netstat stays', async () => {
  await lab(['hide-ss', 'app1']);
  try {
    expect((await overSsh('root', 'app1', 'ss -lnt')).exit).toBe(127);
    expect((await overSsh('root', 'app1', 'netstat -lnt')).stdout).toContain(':8080');
  } finally {
    await lab(['show-ss', 'app1']);
  }
  expect((await overSsh('root', 'app1', 'ss -lnt')).stdout).toContain(':8080');
});

describe.each(conditionNames())('%s', name => {
  test('says what a true diagnosis answers', () => {
    const { roots, tracedTo, port } = readCondition(name);
    expect(port).toBeGreaterThan(0);
    expect(roots.length + tracedTo.length).toBe(name === 'none' ? 0 : 1);
  });

  test('is really in, is taken out, and leaves the hosts healthy', async () => {
    await withCondition(name, async () => {
      await lab(['verify', name]);
    });
    const gateway = await overSsh('plain', 'gw', 'curl -s -o /dev/null -w %{http_code} http://10.78.1.2/v1/items');
    expect(gateway.stdout).toBe('200');
  });
});
