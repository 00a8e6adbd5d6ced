import { inspect } from 'node:util';
import { Secret } from '../../src/config/secret.js';

test('no way of printing shows the value', () => {
  const secret = Secret.of('hunter2');
  for (const shown of [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }, { showHidden: true, depth: 9 }),
  ]) {
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('[secret]');
  }
  expect(Object.keys(secret)).toEqual([]);
  expect(secret.reveal()).toBe('hunter2');
  expect(secret.missing).toBeUndefined();
});

test('one that is not there says why, only when it is asked for', () => {
  const secret = Secret.unset<string>('the environment variable X is not set');
  expect(secret.missing).toBe('the environment variable X is not set');
  expect(() => secret.reveal()).toThrow('the environment variable X is not set');
  expect(JSON.stringify(secret)).toBe('"[secret]"');
});
