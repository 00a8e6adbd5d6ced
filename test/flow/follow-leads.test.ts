import { type FollowTools, followLeads, type NextRound } from '../../src/flow/follow-leads.js';
import type { MadeVisit } from '../../src/flow/visit.js';
import type { InventoryHost } from '../../src/model/host.js';
import { instance, lookAt, type Told, visitTo } from '../diagnosis/instances.js';

const ssh = (name: string, address: string): InventoryHost => ({
  name,
  addresses: [],
  labels: {},
  way: { kind: 'ssh', address, port: 22, user: 'ops', identityFiles: [], knownHosts: [], jump: [] },
});
/** app0 has 10.0.1.0, app1 has 10.0.1.1, and so on. */
const tools: FollowTools = {
  services: [],
  findHost: address => Promise.resolve(/^10\.0\.1\.\d+$/.test(address) ? ssh(`app${address.split('.')[3]}`, address) : undefined),
};

/** A visit that found effects, each of which points where it is told. */
function made(host: string, port: number, found: readonly Told[], askedBy: readonly number[] = []): MadeVisit {
  const target = { host, address: `${host}.example`, port, params: {} };
  const judged = found.map(told => instance('refused', { role: 'effect', ...told }));
  return {
    pending: { target, host: ssh(host, target.address), symptoms: ['gateway-error'], askedBy },
    facts: { host, facts: new Map(), gaps: [], statuses: [] },
    verdicts: visitTo(host, judged, { port, askedBy }),
    readings: [],
    recorded: { asked: askedBy.length === 0, target, symptoms: ['gateway-error'], runs: [] },
  };
}
const to = (...addresses: readonly string[]): readonly Told[] =>
  addresses.map(address => ({ lookAt: lookAt(address, 8080, { limit: 10 }) }));
const places = ({ pending }: NextRound): readonly string[] => pending.map(({ target }) => `${target.host}:${target.port}`);
const named = ({ frontiers }: NextRound): readonly string[] => frontiers.map(({ kind, address }) => `${address} ${kind}`);

describe('followLeads', () => {
  test('a finding that points to a host of the inventory makes a visit there', async () => {
    const next = await followLeads([made('gw', 80, to('10.0.1.1'))], 1, 0, tools);
    expect(next).toEqual({
      pending: [
        {
          target: { host: 'app1', address: '10.0.1.1', port: 8080, params: {} },
          host: ssh('app1', '10.0.1.1'),
          symptoms: ['no-connection'],
          askedBy: [0],
        },
      ],
      frontiers: [],
    });
  });

  test('a service that is declared on that host and port says what it is called there', async () => {
    const api = { name: 'api', dependsOn: [], unit: 'api.service', url: 'http://10.0.1.1:8080/', errorLog: '/var/log/api' };
    const services = [
      { ...api, name: 'elsewhere', hosts: ['app2'], port: 8080 },
      { ...api, name: 'other port', hosts: ['app1'], port: 9090 },
      { ...api, hosts: ['app1'], port: 8080 },
    ];
    const { pending } = await followLeads([made('gw', 80, to('10.0.1.1'))], 1, 0, { ...tools, services });
    expect(pending[0]?.target).toMatchObject({ service: 'api', unit: 'api.service', url: api.url, errorLog: '/var/log/api' });
  });

  test('what is not established is not followed', async () => {
    const [open] = to('10.0.1.1');
    expect(await followLeads([made('gw', 80, [{ ...open, word: 'undetermined' }])], 1, 0, tools)).toEqual({ pending: [], frontiers: [] });
  });

  test('a host that nobody declared is named, not followed', async () => {
    const next = await followLeads([made('gw', 80, to('10.9.9.9'))], 1, 0, tools);
    expect(next).toEqual({
      pending: [],
      frontiers: [{ kind: 'not-in-inventory', from: 'gw', address: '10.9.9.9', port: 8080, why: 'it refuses' }],
    });
  });

  test('two findings that lead to one place make one visit, which asks for both', async () => {
    const gateways = [
      made('gw1', 80, [{ word: 'ruled-out' }, ...to('10.0.1.1')]),
      made('gw2', 80, [{ lookAt: lookAt('10.0.1.1', 8080, { ask: ['slow', 'no-connection'] }) }]),
    ];
    const next = await followLeads(gateways, 2, 0, tools);
    expect(places(next)).toEqual(['app1:8080']);
    expect(next.pending[0]).toMatchObject({ askedBy: [1, 2], symptoms: ['no-connection', 'slow'] });
  });

  test('two ports of one host are two visits', async () => {
    const next = await followLeads([made('gw', 80, [...to('10.0.1.1'), { lookAt: lookAt('10.0.1.1', 9090) }])], 1, 0, tools);
    expect(places(next)).toEqual(['app1:8080', 'app1:9090']);
  });

  test('only the last round leads on, and its findings are counted over all visits', async () => {
    const gateway = made('gw', 80, [...to('10.0.1.1'), { word: 'ruled-out' }]);
    const next = await followLeads([gateway, made('app1', 8080, to('10.0.1.2'), [0])], 1, 1, tools);
    expect(places(next)).toEqual(['app2:8080']);
    expect(next.pending[0]?.askedBy).toEqual([2]);
  });

  test('no place is visited twice', async () => {
    const next = await followLeads([made('app0', 8080, to('10.0.1.1')), made('app1', 8080, to('10.0.1.0'))], 2, 0, tools);
    expect(next).toEqual({ pending: [], frontiers: [] });
  });

  test.each(['127.0.0.1', '::1', 'localhost'])('%s is the host that the finding is on', async address => {
    const next = await followLeads([made('gw', 80, to(address))], 1, 0, tools);
    expect(places(next)).toEqual(['gw:8080']);
    expect(next.pending[0]?.target.address).toBe('gw.example');
  });

  test('two hops are followed; the third is named', async () => {
    const visit = made('gw', 80, to('10.0.1.1'));
    expect(places(await followLeads([visit], 1, 1, tools))).toEqual(['app1:8080']);
    const third = await followLeads([visit], 1, 2, tools);
    expect(third.pending).toEqual([]);
    expect(named(third)).toEqual(['10.0.1.1 beyond-bounds']);
  });

  test('six hosts are followed to; the seventh is named', async () => {
    const addresses = Array.from({ length: 7 }, (_, index) => `10.0.1.${index}`);
    const next = await followLeads([made('gw', 80, to(...addresses))], 1, 0, tools);
    expect(places(next)).toEqual(['app0:8080', 'app1:8080', 'app2:8080', 'app3:8080', 'app4:8080', 'app5:8080']);
    expect(named(next)).toEqual(['10.0.1.6 beyond-bounds']);
  });

  test('hosts that were followed to before count too, those that were asked about do not', async () => {
    const asked = made('gw', 80, [{}, {}, {}, {}, {}]);
    const followed = [1, 2, 3, 4].map(index => made(`app${index}`, 8080, [], [index]));
    const last = made('app5', 8080, to('10.0.1.6', '10.0.1.7'), [0]);
    const next = await followLeads([asked, ...followed, last], 1, 1, tools);
    expect(places(next)).toEqual(['app6:8080']);
    expect(named(next)).toEqual(['10.0.1.7 beyond-bounds']);
  });

  test('a fault leads to as many places as its limit says; the others are named', async () => {
    const found = ['10.0.1.1', '10.0.1.1', '10.0.1.2', '10.0.1.3'].map(address => ({ lookAt: lookAt(address, 8080, { limit: 2 }) }));
    const next = await followLeads([made('gw', 80, found)], 1, 0, tools);
    expect(places(next)).toEqual(['app1:8080', 'app2:8080']);
    expect(named(next)).toEqual(['10.0.1.3 beyond-bounds']);
  });

  test.each([
    ['no address', lookAt('', 80)],
    ['port 0', lookAt('10.0.1.1', 0)],
    ['a port that is too high', lookAt('10.0.1.1', 65536)],
    ['half a port', lookAt('10.0.1.1', 80.5)],
  ])('%s leads nowhere', async (_, at) => {
    expect(await followLeads([made('gw', 80, [{ lookAt: at }])], 1, 0, tools)).toEqual({ pending: [], frontiers: [] });
  });
});
