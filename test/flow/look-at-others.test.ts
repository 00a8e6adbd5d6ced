import { investigate } from '../../src/flow/investigate.js';
import { lookAtOthers, type OthersTools, siblingsOf } from '../../src/flow/look-at-others.js';
import type { MakeVisit } from '../../src/flow/ports.js';
import { replay } from '../../src/flow/replay.js';
import type { InventoryHost, InventoryService } from '../../src/model/host.js';
import type { Incident } from '../../src/model/incident.js';
import type { Investigation } from '../../src/model/investigation.js';
import { smallPlaybooks } from '../diagnosis/small-playbooks.js';
import { CLOCK, hostRun, type Said } from '../diagnosis/visits.js';
import { factTools, HEALTHY } from './small-fleet.js';

const playbooks = smallPlaybooks();
const hostOf = (name: string, role?: string): InventoryHost => ({
  name,
  addresses: [],
  labels: role === undefined ? {} : { role },
  way: { kind: 'ssh', address: `${name}.example`, port: 22, user: 'x', identityFiles: [], knownHosts: [], jump: [] },
});
const hosts = [hostOf('api-1', 'api'), hostOf('api-2', 'api'), hostOf('api-3', 'api'), hostOf('api-4', 'api'), hostOf('db-1')];
const service = (name: string, ...members: readonly string[]): InventoryService => ({ name, hosts: members, dependsOn: [] });
const [first = hostOf('api-1')] = hosts;
const asked = {
  host: first,
  target: { host: 'api-1', address: 'api-1.example', port: 8080, url: 'http://api-1/', params: { secret: 'x' } },
};
const SICK: Said = { ports: { rows: [{ port: 8080, queue: 9, limit: 5, line: 'L 9 5 *:8080' }] }, kills: { count: 0 } };

function fleet(said: Readonly<Record<string, Said>>, more: Partial<OthersTools> = {}) {
  const visited: string[] = [];
  const makeVisit: MakeVisit = ({ target, onHost, fromBot }) => {
    visited.push(`${target.host}:${target.port ?? ''} ${target.url ?? ''}${fromBot.length}`);
    const prints = said[target.host];
    if (!prints) return Promise.reject(new Error('no such host'));
    return Promise.resolve([hostRun(target.host, Object.fromEntries(onHost.map(({ key }) => [key, prints[key] ?? 'missing'])))]);
  };
  const tools: OthersTools = { playbooks, hosts, services: [], makeVisit, clock: { now: () => CLOCK }, ...more };
  const investigateIt = (): Promise<Investigation> =>
    investigate(
      { symptom: 'no-connection', targets: [asked], windowSeconds: 5 },
      {
        ...factTools,
        playbooks,
        services: [],
        findHost: () => Promise.resolve(undefined),
        makeVisit,
        lookAtOthers: lookAtOthers(tools),
        clock: tools.clock,
      },
    );
  return { visited, tools, investigateIt };
}

describe('siblings', () => {
  const names = (services: readonly InventoryService[], host = first): readonly string[] =>
    siblingsOf({ ...asked, host }, { hosts, services }).map(({ name }) => name);

  test('are the other hosts of the service, else of the same role; two at most', () => {
    expect(names([service('shop', 'api-1', 'api-4')])).toEqual(['api-4']);
    expect(names([])).toEqual(['api-2', 'api-3']);
    expect(names([service('shop', 'api-1')])).toEqual(['api-2', 'api-3']);
  });

  test('a host without a role or alone in its service has none', () => {
    expect(names([service('store', 'db-1')], hostOf('db-1'))).toEqual([]);
  });
});

describe('an investigation of a host with siblings', () => {
  const said = { 'api-1': SICK, 'api-2': HEALTHY, 'api-3': HEALTHY };

  test('looks at them with its own checks, without its URL and without probes, and tells the differences', async () => {
    const { visited, investigateIt } = fleet(said);
    const { diagnosis, capture } = await investigateIt();
    expect(visited.filter(place => !place.startsWith('api-1')).sort()).toEqual(['api-2:8080 0', 'api-3:8080 0']);
    expect(diagnosis.comparison).toMatchObject({
      host: 'api-1',
      others: [
        { host: 'api-2', seen: true },
        { host: 'api-3', seen: true },
      ],
      differences: [{ of: 'evidence', says: 'only here: 9 of 5' }],
    });
    expect(capture.visits.map(({ target }) => target.host)).toEqual(['api-1']);
    expect(diagnosis.checks.every(({ host }) => host === 'api-1')).toBe(true);
  });

  test('a replay compares with the same and says the same', async () => {
    const { diagnosis, capture } = await fleet(said).investigateIt();
    expect((await replay(capture, playbooks, factTools)).diagnosis).toEqual(diagnosis);
  });

  test('concludes what it would have concluded alone', async () => {
    const together = await fleet(said).investigateIt();
    const alone = await fleet(said, { hosts: [first] }).investigateIt();
    expect(alone.diagnosis).not.toHaveProperty('comparison');
    const conclusion = ({ diagnosis: { outcome, roots, verdicts } }: Investigation) => ({
      outcome,
      roots,
      verdicts: verdicts.map(({ fault, word }) => [fault, word]),
    });
    expect(conclusion(together)).toEqual(conclusion(alone));
  });

  test('a sibling that cannot be visited costs the comparison, not the answer', async () => {
    const { diagnosis } = await fleet({ 'api-1': SICK }).investigateIt();
    expect(diagnosis).not.toHaveProperty('comparison');
    expect(diagnosis.verdicts.length).toBeGreaterThan(0);
  });
});

test('the host is compared with itself when it was last well', async () => {
  const well = await fleet({ 'api-1': HEALTHY }, { hosts: [first] }).investigateIt();
  expect(well.diagnosis.outcome).toBe('none-of-these');
  const question = { words: 'x', symptom: 'no-connection', hosts: ['api-1'], params: [] };
  const incident: Incident = {
    id: 'inc-1',
    openedBy: { id: 'U1' },
    openedAt: CLOCK,
    place: { channel: 'C1' },
    question,
    runs: [{ number: 1, by: { id: 'U1' }, startedAt: CLOCK, state: { kind: 'answered', at: CLOCK, investigation: well } }],
  };
  const incidents: OthersTools['incidents'] = {
    find: () => Promise.resolve(incident),
    recent: () => {
      const { id, openedAt, openedBy, place } = incident;
      const line = { id, openedAt, openedBy, place, question, runs: 1, state: 'answered' as const };
      return Promise.resolve([
        { ...line, id: 'inc-2', outcome: 'root-cause-confirmed' as const },
        { ...line, outcome: well.diagnosis.outcome },
      ]);
    },
  };
  const { diagnosis, capture } = await fleet({ 'api-1': SICK }, { hosts: [first], incidents }).investigateIt();
  expect(diagnosis.comparison).toMatchObject({
    others: [{ kind: 'earlier', host: 'api-1', at: CLOCK, seen: true }],
    differences: [{ says: 'only here: 9 of 5' }],
  });
  expect((await replay(capture, playbooks, factTools)).diagnosis).toEqual(diagnosis);
});
