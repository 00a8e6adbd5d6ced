import { readFileSd } from '../../src/config/file-sd.js';

test('JSON: one host for each address, labels of all its exporters, no meta labels', () => {
  const text = JSON.stringify([
    { targets: ['10.0.0.7:9100', 'db-1.example.com:9100'], labels: { env: 'prod', __meta_x: 'y' } },
    { targets: ['10.0.0.7:9113'], labels: { job: 'nginx', env: 'other', shard: 3 } },
    { targets: ['[2001:db8::7]:9100', 'https://10.0.0.8:8443/metrics'] },
    { targets: ['10.0.0.9:9100'], labels: { instance: 'gw-9:9100' } },
  ]);
  expect(readFileSd('t.json', text)).toEqual({
    hosts: [
      { name: '10.0.0.7', address: '10.0.0.7', labels: { env: 'prod', job: 'nginx', shard: '3' } },
      { name: 'db-1.example.com', address: 'db-1.example.com', labels: { env: 'prod' } },
      { name: '2001:db8::7', address: '2001:db8::7', labels: {} },
      { name: '10.0.0.8', address: '10.0.0.8', labels: {} },
      { name: 'gw-9', address: '10.0.0.9', labels: { instance: 'gw-9:9100' } },
    ],
    troubles: [],
  });
});

test('YAML', () => {
  expect(readFileSd('t.yml', '- targets: ["a:1", "b:1"]\n  labels: {role: api}\n').hosts.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(readFileSd('t.yml', '')).toEqual({ hosts: [], troubles: [] });
});

test.each([
  ['{', /t\.json is neither JSON nor YAML/],
  ['{"targets": []}', /t\.json is not a file_sd file: a list of/],
  ['[{"targets": "a:1"}]', /not a file_sd file at 0\.targets/],
  ['[{"targets": ["-oProxyCommand=x"]}]', /target "-oProxyCommand=x" does not begin with a host name/],
  ['[{"targets": ["a b; rm -rf /:80"]}]', /does not begin with a host name/],
])('%s is told, not thrown', (text, message) => {
  const read = readFileSd('t.json', text);
  expect(read.hosts).toEqual([]);
  expect(read.troubles.join('\n')).toMatch(message);
});
