import { buildInventory, type HostDirectory, type InventorySources, type SshAnswer } from '../../src/config/inventory.js';
import { loadConfig } from '../../src/config/load.js';
import type { HostWay } from '../../src/model/host.js';

function configOf(text: string) {
  const loaded = loadConfig({ path: 'faultline.yml', text, env: {}, readFile: () => ({ kind: 'absent', says: '' }) });
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

/** An `ssh -G` with these entries; everything else has OpenSSH's defaults. Counts what it was asked. */
function sshWith(entries: Record<string, string>) {
  const asked: string[] = [];
  const askSsh: InventorySources['askSsh'] = async (host, as): Promise<SshAnswer> => {
    asked.push(host);
    const defaults = `user ${as.user ?? 'ann'}\nport ${as.port ?? 22}\nidentityfile ~/.ssh/id_rsa\nidentityfile ~/.ssh/id_ed25519\nuserknownhostsfile /home/ann/.ssh/known_hosts\n`;
    return { kind: 'answered', text: `${entries[host] ?? `hostname ${host}\n`}${defaults}` };
  };
  return { asked, askSsh, sshAliases: Object.keys(entries) };
}

function build(text: string, more: Partial<InventorySources> = {}): Promise<HostDirectory> {
  return buildInventory(configOf(text), {
    home: '/home/ann',
    user: 'ann',
    env: {},
    folder: '/etc/faultline',
    fileExists: path => path === '/home/ann/.ssh/id_ed25519',
    targetFiles: [],
    sshAliases: [],
    askSsh: async () => ({ kind: 'failed', says: 'ssh is not here' }),
    ...more,
  });
}

async function wayTo(directory: HostDirectory, name: string): Promise<Extract<HostWay, { kind: 'ssh' }>> {
  const found = await directory.findHost(name);
  if (found.kind === 'refused') throw new Error(found.says);
  if (found.host.way.kind === 'local') throw new Error('local');
  return found.host.way;
}
const hops = (way: { readonly jump: readonly { readonly name: string }[] }) => way.jump.map(({ name }) => name);

describe('hosts of faultline.yml', () => {
  test('a user id without a name: hosts with a user can be used, the others say what to set', async () => {
    const directory = await build('hosts: [{name: api-1, user: ops}, {name: api-2}]', { user: '' });
    expect((await wayTo(directory, 'api-1')).user).toBe('ops');
    expect(directory.problems).toMatchObject([{ steps: ['hosts', 1], says: expect.stringContaining('Set ssh.user') }]);
    expect(await directory.findHost('api-2')).toMatchObject({ kind: 'refused', says: expect.stringContaining('Set ssh.user') });
  });

  test('defaults are filled in, paths are absolute', async () => {
    const directory = await build('hosts: [{name: api-1, address: 10.0.0.11, addresses: [api-1.internal], labels: {role: api}}]');
    expect(directory.problems).toEqual([]);
    expect(directory.inventory.hosts).toEqual([
      {
        name: 'api-1',
        addresses: ['10.0.0.11', 'api-1.internal'],
        labels: { role: 'api' },
        way: {
          kind: 'ssh',
          address: '10.0.0.11',
          port: 22,
          user: 'ann',
          identityFiles: ['/home/ann/.ssh/id_ed25519'],
          knownHosts: ['/home/ann/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
          jump: [],
        },
      },
    ]);
  });

  test('own values go before `ssh:`; a pinned key loses its comment', async () => {
    const key = `ssh-ed25519 AAAA${'B'.repeat(60)}`;
    const directory = await build(
      `hosts: [{name: a, port: 2222, user: root, identity_file: keys/a, host_key: "${key} ann@laptop"}, {name: b}]\nssh: {user: faultline, port: 2200, identity_file: [~/k, /k2], known_hosts: kh}`,
    );
    expect(await wayTo(directory, 'a')).toMatchObject({
      address: 'a',
      port: 2222,
      user: 'root',
      identityFiles: ['/etc/faultline/keys/a'],
      hostKey: key,
    });
    expect(await wayTo(directory, 'b')).toMatchObject({
      port: 2200,
      user: 'faultline',
      identityFiles: ['/home/ann/k', '/k2'],
      knownHosts: ['/etc/faultline/kh'],
    });
  });

  test('found by name, address and further address, in any case; local is this machine', async () => {
    const directory = await build('hosts: [{name: api-1, address: 10.0.0.11, addresses: [API.internal]}]');
    for (const wanted of ['api-1', 'API-1', '10.0.0.11', 'api.internal']) {
      expect(await directory.findHost(wanted)).toMatchObject({ kind: 'found', host: { name: 'api-1' } });
    }
    expect(await directory.findHost('local')).toMatchObject({ kind: 'found', host: { name: 'local', way: { kind: 'local' } } });
  });

  test('a key that is named is the only one to be offered; without one the agent is asked as well', async () => {
    const directory = await build('hosts: [{name: a, identity_file: /k}, {name: b}]');
    expect((await wayTo(directory, 'a')).agent).toEqual({ keys: 'identity-files' });
    expect((await wayTo(directory, 'b')).agent).toBeUndefined();
    const all = await build('hosts: [{name: b}]\nssh: {identity_file: /k}');
    expect((await wayTo(all, 'b')).agent).toEqual({ keys: 'identity-files' });
  });

  test('an unknown host: the nearest names, and where hosts are declared', async () => {
    const directory = await build('hosts: [{name: api-1}, {name: db-1}]');
    expect(await directory.findHost('apl-1')).toEqual({
      kind: 'refused',
      says:
        'No host "apl-1" is declared. Nearest: api-1. Hosts are declared under `hosts:` in faultline.yml (2), as `Host` in ~/.ssh/config (0) ' +
        'and in prometheus.file_sd files (0); `local` is this machine.',
    });
    expect(await directory.findHost('10.9.9.9')).toMatchObject({ kind: 'refused' });
  });
});

describe('jump hosts', () => {
  test('the chain is flat, the first hop first; only its own jump hosts count', async () => {
    const directory = await build(
      'hosts: [{name: a, jump: [b, c]}, {name: b, jump: [outer]}, {name: c, jump: [other]}, {name: outer}, {name: other}]',
    );
    const way = await wayTo(directory, 'a');
    expect(hops(way)).toEqual(['outer', 'b', 'c']);
    expect(way.jump.every(hop => hop.way.kind === 'ssh' && hop.way.jump.length === 0)).toBe(true);
  });

  test('ssh.jump is for all but the jump hosts themselves and hosts that say otherwise', async () => {
    const directory = await build('hosts: [{name: a}, {name: b, jump: []}, {name: bastion}]\nssh: {jump: [bastion]}');
    expect(hops(await wayTo(directory, 'a'))).toEqual(['bastion']);
    expect(hops(await wayTo(directory, 'b'))).toEqual([]);
    expect(hops(await wayTo(directory, 'bastion'))).toEqual([]);
  });

  test('a circle and an unknown jump host are told; other hosts still work', async () => {
    const directory = await build('hosts: [{name: a, jump: [b]}, {name: b, jump: [a]}, {name: c, jump: [bastoin]}, {name: bastion}]');
    expect(directory.problems).toEqual([
      { steps: ['hosts', 0, 'jump'], says: 'jump host b: the jump hosts go in a circle: a → b → a. Take one of them out.' },
      { steps: ['hosts', 1, 'jump'], says: 'jump host a: the jump hosts go in a circle: b → a → b. Take one of them out.' },
      {
        steps: ['hosts', 2, 'jump'],
        says: expect.stringMatching(/^jump host bastoin: No host "bastoin" is declared\. Nearest: bastion\./),
      },
    ]);
    expect(directory.inventory.hosts.map(({ name }) => name)).toEqual(['bastion']);
    expect(await directory.findHost('a')).toEqual({ kind: 'refused', says: expect.stringContaining('circle') });
  });

  test('through an alias of ~/.ssh/config', async () => {
    const ssh = sshWith({ bastion: 'hostname bastion.example.com\nproxyjump bob@outer:2222\n' });
    const way = await wayTo(await build('hosts: [{name: a, jump: [bastion]}]', ssh), 'a');
    expect(hops(way)).toEqual(['outer', 'bastion']);
    expect(way.jump[0]?.way).toMatchObject({ address: 'outer', user: 'bob', port: 2222 });
    expect(way.jump[1]?.way).toMatchObject({ address: 'bastion.example.com', user: 'ann', port: 22 });
  });
});

describe('aliases of ~/.ssh/config', () => {
  test('asked only when needed, and only once', async () => {
    const ssh = sshWith({ 'web-1': 'hostname 10.0.0.21\nhostkeyalias web\n', 'web-2': 'hostname 10.0.0.22\n' });
    const directory = await build('', ssh);
    expect(directory.aliases).toEqual(['web-1', 'web-2']);
    expect(ssh.asked).toEqual([]);
    expect(await wayTo(directory, 'web-1')).toMatchObject({
      address: '10.0.0.21',
      hostKeyAlias: 'web',
      identityFiles: ['/home/ann/.ssh/id_ed25519'],
    });
    await directory.findHost('web-1');
    expect(ssh.asked).toEqual(['web-1']);
  });

  test('found by the address from a log', async () => {
    const ssh = sshWith({ 'web-1': 'hostname 10.0.0.21\n', 'web-2': 'hostname 10.0.0.22\n' });
    const directory = await build('', ssh);
    expect(await directory.findHost('10.0.0.22')).toMatchObject({ kind: 'found', host: { name: 'web-2', addresses: ['10.0.0.22'] } });
    expect(await directory.findHost('10.0.0.99')).toMatchObject({ kind: 'refused' });
    expect(ssh.asked).toEqual(['web-1', 'web-2']);
  });

  test('an address from a log leads to declared hosts only', async () => {
    const ssh = sshWith({ 'web-1': 'hostname 10.0.0.21\n' });
    const targets = { index: 0, path: 't.json', read: { kind: 'text' as const, text: '[{"targets": ["10.0.0.12:9100"]}]' } };
    const directory = await build('hosts: [{name: api-1, address: 10.0.0.11, addresses: [API.internal]}]', {
      ...ssh,
      targetFiles: [targets],
    });
    expect(directory.findDeclared('10.0.0.11')?.name).toBe('api-1');
    expect(directory.findDeclared('api.internal')?.name).toBe('api-1');
    expect(directory.findDeclared('10.0.0.12')?.name).toBe('10.0.0.12');
    for (const other of ['web-1', '10.0.0.21', 'local', '10.0.0.1', '']) expect(directory.findDeclared(other)).toBeUndefined();
    expect(ssh.asked).toEqual([]);
  });

  test('IdentitiesOnly, IdentityAgent and RevokedHostKeys of an alias are kept', async () => {
    const ssh = sshWith({ 'web-1': 'hostname a\nidentitiesonly yes\nidentityagent /run/agent\nrevokedhostkeys /etc/ssh/revoked\n' });
    expect(await wayTo(await build('', ssh), 'web-1')).toMatchObject({
      agent: { socket: '/run/agent', keys: 'identity-files' },
      revokedHostKeys: '/etc/ssh/revoked',
    });
  });

  test('a host of faultline.yml with the same name goes first, but must have an address', async () => {
    const ssh = sshWith({ 'web-1': 'hostname 10.0.0.21\n' });
    expect((await wayTo(await build('hosts: [{name: web-1, address: 10.0.0.1}]', ssh), 'web-1')).address).toBe('10.0.0.1');
    const directory = await build('hosts: [{name: web-1}]', ssh);
    expect(directory.problems).toEqual([{ steps: ['hosts', 0], says: expect.stringContaining('is also a Host in ~/.ssh/config') }]);
  });

  test('ProxyJump in a circle; a jump host of `Host *` that would jump through itself', async () => {
    const circle = await build('', sshWith({ a: 'hostname a\nproxyjump b\n', b: 'hostname b\nproxyjump a\n' }));
    expect(await circle.findHost('a')).toEqual({ kind: 'refused', says: expect.stringContaining('a → b → a') });
    const star = await build('', sshWith({ a: 'hostname a\nproxyjump b\n', b: 'hostname b\nproxyjump b\n' }));
    expect(hops(await wayTo(star, 'a'))).toEqual(['b']);
  });

  test('no ssh client, or an entry that cannot be carried out: a sentence', async () => {
    expect(await (await build('', { sshAliases: ['web-1'] })).findHost('web-1')).toEqual({ kind: 'refused', says: 'ssh is not here' });
    const command = await build('', sshWith({ 'web-1': 'hostname a\nproxycommand nc %h %p\n' }));
    expect(await command.findHost('web-1')).toEqual({ kind: 'refused', says: expect.stringContaining('ProxyCommand') });
  });
});

describe('file_sd', () => {
  const file = (text: string, index = 0) => ({ index, path: 't.json', read: { kind: 'text' as const, text } });

  test('targets become hosts; declared names and addresses, and aliases, go first', async () => {
    const targets = '[{"targets": ["10.0.0.11:9100", "10.0.0.12:9100", "web-1:9100", "api-1:9100"], "labels": {"env": "prod"}}]';
    const directory = await build('hosts: [{name: api-1, address: 10.0.0.11}]\nssh: {user: faultline}', {
      ...sshWith({ 'web-1': 'hostname 10.0.0.21\n' }),
      targetFiles: [file(targets)],
    });
    expect(directory.inventory.hosts.map(({ name }) => name)).toEqual(['api-1', '10.0.0.12']);
    expect(directory.inventory.hosts[1]).toMatchObject({
      labels: { env: 'prod' },
      way: { address: '10.0.0.12', port: 22, user: 'faultline' },
    });
    expect(await directory.findHost('web-1')).toMatchObject({
      kind: 'found',
      host: { labels: { env: 'prod' }, way: { address: '10.0.0.21' } },
    });
  });

  test('a missing or broken file is a problem at its entry', async () => {
    const directory = await build('prometheus: {file_sd: [a.json, b.json]}', {
      targetFiles: [{ index: 0, path: 'a.json', read: { kind: 'absent', says: 'the file a.json does not exist' } }, file('{', 1)],
    });
    expect(directory.problems).toEqual([
      { steps: ['prometheus', 'file_sd', 0], says: 'the file a.json does not exist' },
      { steps: ['prometheus', 'file_sd', 1], says: expect.stringContaining('t.json is neither JSON nor YAML') },
    ]);
  });

  test('two machines that call themselves alike keep apart', async () => {
    const targets =
      '[{"targets": ["10.0.0.1:1"], "labels": {"instance": "app"}}, {"targets": ["10.0.0.2:1"], "labels": {"instance": "app"}}]';
    expect((await build('', { targetFiles: [file(targets)] })).inventory.hosts.map(({ name }) => name)).toEqual(['app', '10.0.0.2']);
  });
});

test('services: the unit gets its suffix; a host that is declared nowhere is a problem', async () => {
  const directory = await build(
    'hosts: [{name: api-1}]\nservices: {checkout: {hosts: [api-1, local, web-1, nowhere], unit: checkout, error_log: /e.log}}',
    sshWith({ 'web-1': '' }),
  );
  expect(directory.inventory.services).toEqual([
    { name: 'checkout', hosts: ['api-1', 'local', 'web-1', 'nowhere'], unit: 'checkout.service', errorLog: '/e.log', dependsOn: [] },
  ]);
  expect(directory.problems).toEqual([
    { steps: ['services', 'checkout', 'hosts', 3], says: expect.stringContaining('No host "nowhere" is declared') },
  ]);
});
