import type { ParserInput, Printed } from '../../src/model/parser.js';
import { parsers } from '../../src/parsers/registry.js';
import { fixtures } from './fixtures.js';

const all = fixtures();

function damaged(input: ParserInput, change: (printed: Printed) => Printed): ParserInput {
  const last = input.looks.at(-1) ?? input.looks[0];
  return { ...input, looks: input.looks.length > 1 ? [input.looks[0], change(last)] : [change(last)] };
}

describe('damaged output', () => {
  it.each(all.map(fixture => [`${fixture.parser} ${fixture.name}`, fixture] as const))('is answered, not thrown: %s', (_, fixture) => {
    const parser = parsers.get(fixture.parser);
    const text = fixture.input.looks.at(-1)?.stdout ?? '';
    const kinds = new Set<string | undefined>();
    for (let part = 1; part < 8; part += 1) {
      const cut = text.slice(0, Math.floor((text.length * part) / 8));
      const holed = `${cut}\u0000\ufffd${text.slice(cut.length + 3)}`;
      for (const stdout of [cut, holed, text.slice(cut.length)]) {
        for (const truncated of [true, false]) {
          kinds.add(parser?.parse(damaged(fixture.input, printed => ({ ...printed, stdout, truncated })))?.kind);
        }
      }
    }
    expect([...kinds].filter(kind => kind !== 'facts' && kind !== 'unparsed')).toEqual([]);
  });

  it('cut anywhere without saying so is never taken for whole', () => {
    const ended = [
      'sockets',
      'close_wait',
      'descriptors',
      'cgroup_cpu',
      'memory_events',
      'filesystems',
      'firewall',
      'conntrack',
      'local_connect',
      'flows',
      'path',
      'repeated_requests',
      'resolvers',
      'access_log',
      'workers',
      'pool_log',
      'process_memory',
      'compression',
      'cpu_profile',
      'gc_log',
      'server_timing',
      'thermal',
      'threads',
      'process_io',
      'io_pressure',
      'unit_log',
      'ps',
      'systemctl_show',
    ];
    for (const fixture of all.filter(one => ended.includes(one.parser) && one.meta.kind === 'faulty')) {
      const parser = parsers.get(fixture.parser);
      const lines = (fixture.input.looks.at(-1)?.stdout ?? '').split('\n');
      const stdout = lines.slice(0, -2).join('\n');
      const output = parser?.parse(damaged(fixture.input, printed => ({ ...printed, stdout, truncated: false })));
      expect({ name: `${fixture.parser} ${fixture.name}`, kind: output?.kind }).toEqual({
        name: `${fixture.parser} ${fixture.name}`,
        kind: 'unparsed',
      });
    }
  });
});

describe('output that was made to be slow', () => {
  // Each of these took seconds to hours with patterns that backtrack over unbounded lines; the test would time out.
  const long = 'assertion '.repeat(30_000);
  it.each([
    ['unit_log', `== unit a\n1795246400.000000 h a[1]: ${long}\n== systemd\n== end\n`],
    [
      'kernel_log',
      `-- dmesg, lines: 1\n[    0.000000] oom-kill:constraint=CONSTRAINT_NONE,${',task_memcg=/a,task=b,pid=1'.repeat(10_000)}\n`,
    ],
    [
      'nginx_error_log',
      `-- zone +0000 of /x, bytes: 1\n2026/11/21 07:34:00 [error] 1#1: *1 upstream timed out ${'while sending to '.repeat(10_000)}\n`,
    ],
    [
      'ss_listen',
      `State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 1 127.0.0.1:1 0.0.0.0:* users:(${'("'.repeat(60_000)}\n`,
    ],
    ['firewall', `firewall 1\n-- nft\ntable ip f {\nchain c {\ncomment "${'\\'.repeat(60_000)}\n}\n}\n-- end\n`],
    [
      'firewall',
      `firewall 1\n-- nft\ntable ip f {\nchain c {\n${`{${' . ip saddr fib'.repeat(600)}\n`.repeat(20)}${'}'.repeat(20)} vmap {\n}\n}\n}\n-- end\n`,
    ],
    ['ps', `-- ticks 100\n-- stat\n1 (${')'.repeat(90_000)}\n-- end\n`],
  ])('%s', (name, stdout) => {
    const printed = { stdout, stderr: '', exit: 0, truncated: false, uptime: 10 };
    const output = parsers.get(name)?.parse({ looks: [printed], now: 1_795_246_500, params: {}, options: undefined });
    expect(['facts', 'unparsed']).toContain(output?.kind);
  });
});
