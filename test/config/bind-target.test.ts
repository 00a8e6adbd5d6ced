import { type BindRequest, bindTargets } from '../../src/config/bind-target.js';
import { buildInventory } from '../../src/config/inventory.js';
import { loadConfig } from '../../src/config/load.js';

const TEXT = `
hosts: [{name: api-1, address: 10.0.0.11}, {name: api-2, address: 10.0.0.12}, {name: gw-1, address: 10.0.0.5}]
services:
  checkout: {hosts: [api-1, api-2], port: 8080, unit: checkout, url: "http://10.0.0.11:8080/healthz"}
  shop: {hosts: [gw-1], url: "https://shop.example.com/", error_log: /var/log/nginx/shop.log}
  one: {hosts: [gw-1], port: 81, unit: one}
  two: {hosts: [gw-1], port: 81, unit: two}
`;

async function bind(request: Partial<BindRequest>) {
  const loaded = loadConfig({ path: 'f', text: TEXT, env: {}, readFile: () => ({ kind: 'absent', says: '' }) });
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
  const directory = await buildInventory(loaded.config, {
    home: '/h',
    user: 'u',
    env: {},
    folder: '/f',
    fileExists: () => false,
    targetFiles: [],
    sshAliases: [],
    askSsh: async () => ({ kind: 'failed', says: 'no ssh' }),
  });
  return bindTargets(directory, { hosts: [], params: [], ...request });
}
async function targets(request: Partial<BindRequest>) {
  const binding = await bind(request);
  if (binding.kind === 'refused') throw new Error(binding.problems.join('\n'));
  return binding.targets.map(({ target }) => target);
}
async function refusals(request: Partial<BindRequest>): Promise<readonly string[]> {
  const binding = await bind(request);
  if (binding.kind === 'bound') throw new Error('it was bound');
  return binding.problems;
}

describe('what is taken from where', () => {
  test('a service gives its hosts, port, unit and URL: one target for each host', async () => {
    const own = { port: 8080, unit: 'checkout.service', url: 'http://10.0.0.11:8080/healthz', service: 'checkout', params: {} };
    expect(await targets({ service: 'checkout' })).toEqual([
      { host: 'api-1', address: '10.0.0.11', ...own },
      { host: 'api-2', address: '10.0.0.12', ...own },
    ]);
    expect(await targets({ service: 'checkout', hosts: ['10.0.0.12'] })).toEqual([{ host: 'api-2', address: '10.0.0.12', ...own }]);
  });

  test('host and port find the service that is declared there', async () => {
    expect(await targets({ hosts: ['api-1'], port: '8080' })).toEqual([
      expect.objectContaining({ service: 'checkout', unit: 'checkout.service' }),
    ]);
    expect(await targets({ hosts: ['api-1'], port: '9999' })).toEqual([{ host: 'api-1', address: '10.0.0.11', port: 9999, params: {} }]);
    expect(await targets({ hosts: ['api-1'] })).toEqual([{ host: 'api-1', address: '10.0.0.11', params: {} }]);
  });

  test('two services at one port: neither is guessed, and it is said', async () => {
    const binding = await bind({ hosts: ['gw-1'], port: '81' });
    expect(binding).toMatchObject({ kind: 'bound', targets: [{ target: { port: 81 } }], notes: [expect.stringContaining('(one, two)')] });
    expect(binding.kind === 'bound' && binding.targets[0].target).not.toHaveProperty('unit');
  });

  test('a URL gives the port only when it names the host itself', async () => {
    expect(await targets({ hosts: ['api-1'], url: 'http://10.0.0.11:9000/x' })).toEqual([expect.objectContaining({ port: 9000 })]);
    expect(await targets({ hosts: ['api-1'], url: 'https://api-1/' })).toEqual([expect.objectContaining({ port: 443 })]);
    expect(await targets({ hosts: ['local'], url: 'http://[::1]/' })).toEqual([
      expect.objectContaining({ host: 'local', address: '127.0.0.1', port: 80 }),
    ]);
    expect((await targets({ service: 'shop' }))[0]).not.toHaveProperty('port');
  });

  test('what is given goes before what is declared; a host given twice is one target', async () => {
    expect(await targets({ service: 'shop', params: ['error_log=/tmp/e.log', 'unit=nginx', 'depth=3'] })).toEqual([
      expect.objectContaining({ errorLog: '/tmp/e.log', unit: 'nginx.service', params: { depth: '3' } }),
    ]);
    expect(await targets({ hosts: ['api-1', '10.0.0.11', 'api-1'], params: ['port=8080'] })).toEqual([
      expect.objectContaining({ port: 8080 }),
    ]);
  });
});

describe('what is refused', () => {
  const LONG = 'a'.repeat(10_000);
  test.each<[Partial<BindRequest>, RegExp]>([
    [{}, /^No host to look at: give --host or --service; known are api-1, api-2, gw-1/],
    [{ hosts: ['api-9'] }, /No host "api-9" is declared\. Nearest: api-1, api-2/],
    [{ hosts: ['10.99.0.1'] }, /No host "10\.99\.0\.1" is declared/],
    [{ hosts: ['-oProxyCommand=id'] }, /Host "-oProxyCommand=id" is not accepted/],
    [{ hosts: ['api-1; rm -rf /'] }, /Host "api-1; rm -rf \/" is not accepted: give an IP address or a DNS name \(\^/],
    [{ hosts: [LONG] }, /is too long: at most 253/],
    [{ service: 'chekout' }, /No service "chekout" is declared in faultline\.yml\. Nearest: checkout\./],
    [{ service: 'checkout', hosts: ['gw-1'] }, /Service checkout is not declared on gw-1, but on api-1, api-2/],
    [{ service: 'checkout', port: '9090' }, /declared on port 8080, but port 9090 is asked for/],
    [{ hosts: ['api-1'], port: '0' }, /Port "0" is not accepted: give a whole number from 1 to 65535/],
    [{ hosts: ['api-1'], port: '80a0' }, /Port "80a0"/],
    [{ hosts: ['api-1'], port: '65536' }, /Port "65536"/],
    [{ hosts: ['api-1'], port: '8080; rm -rf /' }, /Port "8080; rm -rf \/"/],
    [{ hosts: ['api-1'], url: 'ftp://x/' }, /URL "ftp:\/\/x\/" is not accepted: give an http:\/\//],
    [{ hosts: ['api-1'], url: 'http://x/$(id)' }, /URL .* is not accepted/],
    [{ hosts: ['api-1'], url: 'http://x/\nHost: y' }, /URL "http:\/\/x\/\\nHost: y" is not accepted/],
    [{ hosts: ['api-1'], url: 'http://x:99999/' }, /its host or port cannot be read/],
    [{ hosts: ['api-1'], url: 'http://me:pw@x/' }, /The URL holds a login/],
    [{ hosts: ['api-1'], url: `http://x/${LONG}` }, /is too long: at most 2048/],
    [{ hosts: ['api-1'], params: ['depth=; rm -rf /'] }, /Parameter depth "; rm -rf \/" is not accepted: give letters.*\(\^/],
    [{ hosts: ['api-1'], params: ['depth=$(id)'] }, /Parameter depth "\$\(id\)" is not accepted/],
    [{ hosts: ['api-1'], params: ['depth=`id`'] }, /is not accepted/],
    [{ hosts: ['api-1'], params: ['depth=a\nb'] }, /"a\\nb" is not accepted/],
    [{ hosts: ['api-1'], params: ['depth=a\n'] }, /"a\\n" is not accepted/],
    [{ hosts: ['api-1'], params: ['depth=a\u0000b'] }, /is not accepted/],
    [{ hosts: ['api-1'], params: ['depth=-rf'] }, /"-rf" is not accepted/],
    [{ hosts: ['api-1'], params: [`depth=${LONG}`] }, /"a{40}"… \(10000 characters\) is too long: at most 256/],
    [{ hosts: ['api-1'], params: ['depth'] }, /--param "depth" has no name: write --param NAME=VALUE/],
    [{ hosts: ['api-1'], params: ['De;pth=1'] }, /Parameter name "De;pth" is not accepted/],
    [{ hosts: ['api-1'], params: ['a=1', 'a=2'] }, /Parameter a is given twice, as "1" and as "2"/],
    [{ hosts: ['api-1'], port: '80', params: ['port=81'] }, /port is given twice/],
    [{ hosts: ['api-1'], params: ['host=api-2'] }, /name the target with --host or --service/],
    [{ hosts: ['api-1'], params: ['unit=a;b'] }, /Unit "a;b" is not accepted/],
    [{ hosts: ['api-1'], params: ['error_log=../../etc/shadow'] }, /Error log .* give an absolute path/],
  ])('%#', async (request, message) => {
    const problems = await refusals(request);
    expect(problems.join('\n')).toMatch(message);
    expect(problems.join('').length).toBeLessThan(600);
  });

  test('all at once', async () => {
    expect(await refusals({ hosts: ['nope', 'x y'], port: '0', url: 'x', params: ['a'] })).toHaveLength(5);
    expect(await refusals({ hosts: Array.from({ length: 201 }, (_, i) => `h${i}`) })).toContain(
      '201 hosts are more than the 200 that are looked at in one go.',
    );
  });
});
