import { createHmac } from 'node:crypto';
import { isAbout, knownHostName, parseKnownHosts } from '../../src/hosts/known-hosts.js';

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ0mZ0bq8l3p2k0bq8l3p2k0bq8l3p2k0bq8l3p2k0bq';

function about(hosts: string, name: string): boolean {
  return parseKnownHosts(`${hosts} ssh-ed25519 ${key}\n`, 'known_hosts').some(entry => isAbout(entry, name));
}

function hash(name: string): string {
  const salt = Buffer.from('salt-salt-salt-salt!');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

describe('known_hosts', () => {
  it('names a host by its port unless that is 22', () => {
    expect(knownHostName('Web-1.Example', 22)).toBe('web-1.example');
    expect(knownHostName('10.0.0.1', 2222)).toBe('[10.0.0.1]:2222');
  });

  it.each([
    ['web-1', 'web-1', true],
    ['WEB-1', 'web-1', true],
    ['web-1', 'web-2', false],
    ['db-1,web-1,10.0.0.1', '10.0.0.1', true],
    ['[web-1]:2222', '[web-1]:2222', true],
    ['web-1', '[web-1]:2222', false],
    ['web-?', 'web-7', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com,!bad.example.com', 'bad.example.com', false],
    ['!bad.example.com,*.example.com', 'good.example.com', true],
    ['10.0.0.*', '10x0y0z1', false],
    [hash('web-1'), 'web-1', true],
    [hash('[web-1]:2222'), '[web-1]:2222', true],
    [hash('web-1'), 'web-2', false],
  ])('%s is about %s: %s', (hosts, name, expected) => {
    expect(about(hosts, name)).toBe(expected);
  });

  it('reads markers, comments and tabs, and passes over what is no entry', () => {
    const text = [
      `# comment`,
      ``,
      `web ssh-rsa ${key} root@web`,
      `@revoked * ssh-rsa ${key}`,
      `@cert-authority *.x ssh-ed25519 ${key}`,
      `@odd a ssh-rsa ${key}`,
      `short line`,
      `a\tssh-rsa\t${key}\r`,
    ].join('\n');
    expect(parseKnownHosts(text, 'f').map(({ marker, hosts, line }) => [marker, hosts, line])).toEqual([
      ['none', 'web', 3],
      ['revoked', '*', 4],
      ['cert-authority', '*.x', 5],
      ['none', 'a', 8],
    ]);
  });
});
