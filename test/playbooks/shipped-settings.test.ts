import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactValues } from '../../src/model/fact.js';
import { parsers } from '../../src/parsers/registry.js';
import { playbooks } from '../flow/desk-kit.js';

/** What a check of ours says when its script really runs, on this machine. */
function looked(id: string, args: readonly string[] = []): FactValues {
  const variant = playbooks.checks.get(id)?.variants[0];
  if (variant?.way.kind !== 'sh') throw new Error(`${id} is no script`);
  const stdout = execFileSync('sh', ['-c', variant.way.text, 'sh', ...args], { encoding: 'utf8' });
  const { name, options } = variant.parser;
  const read = parsers.get(name)?.parse({
    looks: [{ stdout, stderr: '', exit: 0, truncated: false, uptime: 1 }],
    now: 1,
    params: {},
    options,
  });
  if (read?.kind !== 'facts') throw new Error(`${id} is not understood: ${JSON.stringify(read)}`);
  return read.values;
}

/** The value of a setting's `recommended` condition over facts. */
function isAsRecommended(id: string, facts: Readonly<Record<string, FactValues>>): string | undefined {
  const advice = playbooks.settings.get(id)?.advice;
  return advice?.kind === 'recommended' ? advice.when.truth(facts) : undefined;
}

describe('settings of nginx', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faultline-nginx-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = (files: Readonly<Record<string, string>>): FactValues => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return looked('nginx_settings', [join(folder, 'nginx.conf')]);
  };

  test('as they are written, in several files, with comments and several directives in a line', () => {
    const values = written({
      'nginx.conf': `user www-data; worker_processes 4;
# worker_connections 1;
events { worker_connections 768; multi_accept on; }
http {
  log_format odd '{"a": "$b"; }'; # worker_connections 2;
  tcp_nopush on; tcp_nodelay off;
  keepalive_timeout 65s 60s;
  include sites-enabled/*;
}
`,
      'sites-enabled/shop': `upstream orders { server 10.0.0.1:8080; keepalive 128; }
upstream users {
  server 10.0.0.2:8080;
}
server { keepalive_timeout 5m; keepalive_requests 100; location / { proxy_pass http://orders; } }
`,
    });
    expect(values).toMatchObject({
      present: true,
      worker_processes: '4',
      workers_fixed: 4,
      worker_connections: 768,
      worker_rlimit_nofile: 0,
      keepalive_requests: 100,
      keepalive_timeout_s: 65,
      tcp_nodelay: 'off',
      tcp_nopush: 'on',
      proxies: 1,
      upstreams: 2,
      upstreams_pooled: 1,
    });
    const facts = { nginx_settings: values, cpu: { cores: 4 } };
    expect(isAsRecommended('nginx-worker-processes', facts)).toBe('true');
    expect(isAsRecommended('nginx-worker-processes', { ...facts, cpu: { cores: 8 } })).toBe('false');
    expect(isAsRecommended('nginx-upstream-keepalive', facts)).toBe('false');
    expect(isAsRecommended('nginx-worker-rlimit-nofile', facts)).toBe('false');
    expect(isAsRecommended('nginx-tcp-nodelay', facts)).toBe('false');
    expect(isAsRecommended('nginx-keepalive-timeout', facts)).toBe('true');
  });

  test('what stands nowhere has the default', () => {
    expect(written({ 'nginx.conf': 'events {}\nhttp {}\n' })).toMatchObject({
      worker_processes: '1',
      worker_connections: 512,
      keepalive_requests: 1000,
      keepalive_timeout_s: 75,
      tcp_nodelay: 'on',
      tcp_nopush: 'off',
      proxies: 0,
    });
  });

  test('a host without nginx is not asked', () => {
    const values = looked('nginx_settings', [join(folder, 'nginx.conf')]);
    expect(values).toEqual({ present: false });
    const concerned = [...playbooks.settings.values()].filter(({ id }) => id.startsWith('nginx-'));
    expect(concerned.length).toBeGreaterThan(5);
    for (const { id, concerns } of concerned) expect([id, concerns?.truth({ nginx_settings: values })]).toEqual([id, 'false']);
  });
});

test('settings of the kernel are whole numbers of the files, not their first digit', () => {
  const values = looked('kernel_settings');
  const really = Number(execFileSync('cat', ['/proc/sys/net/ipv4/tcp_keepalive_time'], { encoding: 'utf8' }));
  const [, , largest] = execFileSync('cat', ['/proc/sys/net/ipv4/tcp_rmem'], { encoding: 'utf8' }).trim().split(/\s+/u);
  expect(values).toMatchObject({ keepalive_time: really, tcp_rmem_max: Number(largest) });
});

describe('what is recommended', () => {
  const recommended = [...playbooks.settings.values()].filter(({ advice }) => advice.kind === 'recommended');

  test('is not known on a host of which nothing is known', () => {
    const blank = Object.fromEntries([...playbooks.checks.keys()].map(id => [id, {}]));
    expect(recommended.length).toBeGreaterThan(20);
    for (const { id } of recommended) expect([id, isAsRecommended(id, blank)]).toEqual([id, 'unknown']);
    for (const { id, measures } of playbooks.resources.values())
      for (const { says, high } of measures) expect([id, says.text, high.truth(blank)]).toEqual([id, says.text, 'unknown']);
  });

  // The seeds advise it against TIME-WAIT, which it does not govern (lab.md §4).
  test('is not what does nothing', () => {
    expect(playbooks.settings.get('tcp-fin-timeout')?.advice).toMatchObject({ kind: 'not-advised' });
  });

  test('every resource has utilisation; those that work waits for have saturation', () => {
    const asked = Object.fromEntries([...playbooks.resources.values()].map(({ id, measures }) => [id, measures.map(({ of }) => of)]));
    expect(Object.keys(asked).sort()).toEqual(['cpu', 'descriptors', 'disk', 'memory', 'network', 'sockets']);
    expect(Object.entries(asked).filter(([, of]) => !of.includes('utilisation'))).toEqual([]);
    expect(Object.entries(asked).filter(([, of]) => !of.includes('saturation'))).toEqual([['descriptors', expect.anything()]]);
  });
});
