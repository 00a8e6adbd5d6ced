import { parseProxyJump, parseSshSettings } from '../../src/config/ssh-settings.js';

const person = { home: '/home/ann', user: 'ann', env: { KEYS: '/keys' } };
/** As OpenSSH 9.2 prints it, shortened. */
const OUTPUT = `host web-1
user deploy
hostname web-1.example.com
port 2200
hostkeyalias web
identityfile ~/.ssh/id_%h_%r
identityfile /tmp/with space/key
identityfile \${KEYS}/%%
globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
userknownhostsfile /home/ann/.ssh/known_hosts /tmp/with space/kh
proxyjump bob@b1:2200,[::1]:22,x@y:33
`;

test('what ssh -G prints', () => {
  expect(parseSshSettings('web-1', OUTPUT, person)).toEqual({
    kind: 'settings',
    settings: {
      address: 'web-1.example.com',
      port: 2200,
      user: 'deploy',
      identityFiles: ['/home/ann/.ssh/id_web-1.example.com_deploy', '/tmp/with space/key', '/keys/%'],
      knownHosts: ['/home/ann/.ssh/known_hosts', '/tmp/with space/kh', '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
      hostKeyAlias: 'web',
      jump: [
        { host: 'b1', user: 'bob', port: 2200 },
        { host: '::1', port: 22 },
        { host: 'y', user: 'x', port: 33 },
      ],
    },
  });
});

test.each([
  ['', {}],
  ['identitiesonly no\nidentityagent SSH_AUTH_SOCK', {}],
  ['identitiesonly yes', { agent: { keys: 'identity-files' } }],
  ['identityagent none', { agent: { keys: 'none' } }],
  ['identitiesonly yes\nidentityagent none', { agent: { keys: 'none' } }],
  ['identityagent /run/user/1/my agent.sock', { agent: { socket: '/run/user/1/my agent.sock', keys: 'all' } }],
  ['identityagent ~/.1password/%r.sock\nidentitiesonly yes', { agent: { socket: '/home/ann/.1password/b.sock', keys: 'identity-files' } }],
  ['identityagent $KEYS', { agent: { socket: '/keys', keys: 'all' } }],
  ['identityagent $NOT_SET', { agent: { keys: 'none' } }],
  ['revokedhostkeys ~/revoked keys', { revokedHostKeys: '/home/ann/revoked keys' }],
  ['revokedhostkeys none', {}],
])('%j: which keys may be offered, which host keys never accepted', (lines, wanted) => {
  const read = parseSshSettings('a', `hostname a\nuser b\nport 22\n${lines}\n`, person);
  const bare = { address: 'a', port: 22, user: 'b', identityFiles: [], knownHosts: [], jump: [] };
  expect(read).toEqual({ kind: 'settings', settings: { ...bare, ...wanted } });
});

test.each([
  ['proxycommand nc %h %p', /reached by a ProxyCommand .*"nc %h %p".* Use ProxyJump/],
  ['proxyjump a b', /ProxyJump of web-1 .* cannot be read/],
  ['proxyjump -oProxyCommand=x', /cannot be read/],
  ['identityfile ~/%C', /holds a % token or variable/],
  ['identityagent /run/%C', /holds a % token or variable/],
  ['revokedhostkeys ~bob/revoked%C', /holds a % token or variable/],
  ['identityfile ${NOT_SET}/k', /holds a % token or variable/],
])('%s is refused in a sentence', (line, message) => {
  const output = OUTPUT.split('\n')
    .filter(one => !one.startsWith(line.split(' ')[0] ?? ''))
    .concat(line)
    .join('\n');
  expect(parseSshSettings('web-1', output, person)).toEqual({ kind: 'refused', says: expect.stringMatching(message) });
});

test.each(['', 'hostname a\nuser b\nport 0\n', 'hostname a\nport 22\n', 'garbage'])('%j is no answer', output => {
  expect(parseSshSettings('web-1', output, person)).toEqual({
    kind: 'refused',
    says: expect.stringContaining('did not print a hostname, user and port'),
  });
});

test('none means none', () => {
  const output = 'hostname a\nuser b\nport 22\nproxycommand none\nproxyjump none\nidentityfile none\nuserknownhostsfile none\n';
  expect(parseSshSettings('a', output, person)).toMatchObject({ settings: { identityFiles: [], knownHosts: [], jump: [] } });
});

test.each([
  ['host2', [{ host: 'host2' }]],
  ['user@host:2222,host2', [{ host: 'host', user: 'user', port: 2222 }, { host: 'host2' }]],
  ['ssh://u@h:1', [{ host: 'h', user: 'u', port: 1 }]],
  ['h:70000', undefined],
  ['h:x', undefined],
  ['a,,b', undefined],
])('ProxyJump %s', (text, hops) => {
  expect(parseProxyJump(text)).toEqual(hops);
});
