import { isDeclaredUrl } from '../../src/config/declared-url.js';
import type { Inventory } from '../../src/model/host.js';

const INVENTORY: Inventory = {
  hosts: [
    {
      name: 'api-1',
      addresses: ['api.example.net', 'fd00::11'],
      labels: {},
      way: { kind: 'ssh', address: '10.0.0.11', port: 22, user: 'f', identityFiles: [], knownHosts: [], jump: [] },
    },
  ],
  services: [{ name: 'shop', hosts: ['api-1'], url: 'https://shop.example.net/healthz', dependsOn: [] }],
};
const at = (url?: string) => ({ host: 'web-9', address: '10.0.0.99', params: {}, ...(url === undefined ? {} : { url }) });

test.each([
  undefined,
  'http://10.0.0.11:8080/healthz',
  'http://API-1/',
  'http://api.example.net/x',
  'http://[fd00::11]:8080/',
  'https://shop.example.net/other',
  'http://10.0.0.99/',
  'http://web-9:9000/',
])('%s leads to something that is declared', url => {
  expect(isDeclaredUrl(at(url), INVENTORY)).toBe(true);
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/',
  'http://metadata.google.internal/',
  'http://127.0.0.1:9090/-/quit',
  'http://localhost/',
  'http://10.0.0.12/',
  'http://2852039166/',
  'http://evil.example.net/?api-1',
  'http://api-1.evil.example.net/',
  'nonsense',
])('%s does not', url => {
  expect(isDeclaredUrl(at(url), INVENTORY)).toBe(false);
});
