import { hostProblems, type PathFact } from '../../src/config/host-problems.js';
import type { HostWay, InventoryHost } from '../../src/model/host.js';

function host(way: Partial<Extract<HostWay, { kind: 'ssh' }>> = {}, name = 'api-1'): InventoryHost {
  const ssh = {
    kind: 'ssh',
    address: '10.0.0.11',
    port: 22,
    user: 'faultline',
    identityFiles: ['/k'],
    knownHosts: ['/kh'],
    jump: [],
    ...way,
  } as const;
  return { name, addresses: [], labels: {}, way: ssh };
}
const file = (mode: number): PathFact => ({ kind: 'present', mode, uid: 1000 });
const look = (files: Record<string, PathFact>, one: InventoryHost, hasAgent = false) =>
  hostProblems(one, { stat: path => files[path] ?? { kind: 'absent' }, hasAgent }).map(
    ({ host, weight, says, remedy }) => `${host}: ${weight}: ${says} -> ${remedy}`,
  );

test('nothing to say of a well-kept host, or of this machine', () => {
  expect(look({ '/k': file(0o600), '/kh': file(0o644) }, host())).toEqual([]);
  expect(look({}, { ...host(), way: { kind: 'local' } })).toEqual([]);
});

test('a key that is missing stops a visit, unless there is another or an agent', () => {
  expect(look({ '/kh': file(0o600) }, host())).toEqual([
    'api-1: stops: the key file /k does not exist -> make one with `ssh-keygen -t ed25519`, or correct identity_file',
  ]);
  expect(look({ '/kh': file(0o600) }, host(), true)).toEqual([expect.stringContaining('api-1: mend: the key file /k does not exist')]);
  expect(look({ '/kh': file(0o600), '/k2': file(0o400) }, host({ identityFiles: ['/k', '/k2'] }))).toEqual([
    expect.stringContaining('mend: the key file /k does'),
  ]);
  expect(look({ '/kh': file(0o600) }, host({ identityFiles: [] }))).toEqual([
    expect.stringContaining('neither a key file nor an SSH agent'),
  ]);
});

test('keys and known_hosts that are open to others', () => {
  expect(look({ '/k': file(0o640), '/kh': file(0o666) }, host())).toEqual([
    'api-1: mend: the key file /k has mode 0640: others can get at it (OpenSSH would refuse it) -> run `chmod 600 /k`',
    'api-1: mend: /kh has mode 0666: others can add host keys to it -> run `chmod go-w /kh`',
  ]);
  expect(look({ '/k': { kind: 'denied' }, '/kh': file(0o600) }, host())).toEqual([
    expect.stringContaining('stops: the key file /k cannot be reached'),
  ]);
});

test('no known_hosts: the command that adds the key; none is needed for a pinned key', () => {
  expect(look({ '/k': file(0o600) }, host({ port: 2222 }))).toEqual([
    expect.stringMatching(
      /stops: none of its known_hosts files exists \(\/kh\).* -> log in once with `ssh -p 2222 faultline@10\.0\.0\.11`/,
    ),
  ]);
  expect(look({ '/k': file(0o600) }, host({ hostKey: 'ssh-ed25519 AAAA' }))).toEqual([]);
});

test('jump hosts are looked at as well', () => {
  const bastion = host({ identityFiles: ['/b'] }, 'bastion');
  expect(look({ '/k': file(0o600), '/kh': file(0o600) }, host({ jump: [bastion] }))).toEqual([
    expect.stringContaining('api-1 by bastion: stops: the key file /b'),
  ]);
});

test('an agent stands in for a key file only where it may be asked for it', () => {
  const known = { '/kh': file(0o600) };
  const ofFiles = host({ agent: { keys: 'identity-files' } });
  expect(look(known, ofFiles, true)).toEqual([expect.stringContaining('stops: the key file /k does not exist')]);
  expect(look({ ...known, '/k.pub': file(0o644) }, ofFiles, true)).toEqual([
    expect.stringContaining('mend: the key file /k does not exist'),
  ]);
  expect(look(known, host({ agent: { keys: 'none' } }), true)).toEqual([expect.stringContaining('stops')]);
  expect(look(known, host({ identityFiles: [], agent: { keys: 'all', socket: '/run/agent' } }))).toEqual([]);
});
