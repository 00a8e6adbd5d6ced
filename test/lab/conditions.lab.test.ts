import { conditionNames, readCondition } from './condition.js';
import { lab, overSsh, type User } from './lab.js';

// The lab itself. That each fault is really in, and is taken out again, diagnosis.lab.test.ts shows on the way: the driver's `fault`
// fails when the evidence of the condition is not there.
beforeAll(() => lab(['up']));

test.each<[User, string]>([
  ['root', 'uid=0(root)'],
  ['faultline', 'adm'],
  ['plain', 'groups=1001(plain)'],
  ['noss', 'uid=0(root)'],
])('login %s works on every host', async (user, identity) => {
  for (const host of ['gw', 'app1', 'app2']) {
    const { exit, stdout } = await overSsh(user, host, 'hostname; id');
    expect(exit).toBe(0);
    expect(stdout).toContain(`${host}\n`);
    expect(stdout).toContain(identity);
  }
});

test('for the login without ss there is none, and netstat stays; others have it', async () => {
  expect((await overSsh('noss', 'app1', 'sh -c "command -v ss"')).exit).toBe(127);
  expect((await overSsh('noss', 'app1', 'netstat -lnt')).stdout).toContain(':8080');
  expect((await overSsh('root', 'app1', 'ss -lnt')).stdout).toContain(':8080');
});

const CONTROLS = ['none', 'busy-uploads', 'far-uploads'];

describe.each(conditionNames())('%s', name => {
  test('says what a true diagnosis answers', () => {
    const { roots, tracedTo, port } = readCondition(name);
    expect(port).toBeGreaterThan(0);
    expect(roots.length + tracedTo.length).toBe(CONTROLS.includes(name) ? 0 : 1);
  });
});
