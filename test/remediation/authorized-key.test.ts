import { authorizedKey } from '../../src/remediation/authorized-key.js';
import { injections } from './injections.js';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGa1 ops@laptop\n';

test('no terminal, no forwarding, an empty environment, a plain shell, from one place', () => {
  expect(authorizedKey(key, '10.0.0.5,fd00::5/64')).toEqual({
    kind: 'line',
    line: 'restrict,from="10.0.0.5,fd00::5/64",command="exec /usr/bin/env -i HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin /bin/sh" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGa1 faultline',
  });
});

test('nothing but a public key and an address gets in', () => {
  expect(injections.map(text => authorizedKey(text, undefined).kind).filter(kind => kind !== 'refused')).toEqual([]);
  expect(authorizedKey(`command="id" ${key}`, undefined).kind).toBe('refused');
  expect(authorizedKey(`${key}ssh-ed25519 AAAA b`, undefined).kind).toBe('refused');
  const passed = injections.filter(text => authorizedKey(key, text).kind === 'line');
  expect(passed.filter(text => /[^A-Za-z0-9.:/*?_,-]/.test(text))).toEqual([]);
});
