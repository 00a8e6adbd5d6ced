import { replay } from '../../src/flow/replay.js';
import type { Investigation } from '../../src/model/investigation.js';
import { smallPlaybooks } from '../diagnosis/small-playbooks.js';
import type { Said } from '../diagnosis/visits.js';
import { factTools, HEALTHY, investigateFleet, names } from './small-fleet.js';

/** A cause that leads to nothing, beside the others. */
const playbooks = smallPlaybooks({
  'faults/paused.yaml': `
fault: paused
title: Paused
explain: x
role: cause
prior: rare
about: {}
evidence:
  - {id: kills, when: kills.count > 5, if_true: for conclusive, if_false: against strong, says: paused}
advice: resume
`,
  'symptoms/no-answer.yaml': `
symptom: no-answer
title: No answer
phrases: [no answer]
asks: [host, port]
consider: [gone, paused]
`,
});

const run = (
  symptom: string,
  host: string,
  port: number | undefined,
  fleet: Readonly<Record<string, Said>>,
): Promise<Investigation & { readonly visits: readonly string[] }> =>
  investigateFleet({ playbooks, symptom, host, ...(port === undefined ? {} : { port }), fleet });

describe('investigate', () => {
  test('a healthy host is none of these', async () => {
    const found = await run('no-connection', 'app', 8080, { app: HEALTHY });
    expect(found.diagnosis.outcome).toBe('none-of-these');
    expect(found.diagnosis.verdicts.every(({ word }) => word === 'ruled-out')).toBe(true);
  });

  test('a host that cannot be looked at is undetermined, never healthy', async () => {
    const found = await run('no-connection', 'app', 8080, { app: { ports: 'unreachable', kills: 'unreachable' } });
    expect(found.diagnosis.outcome).toBe('undetermined');
    expect(found.diagnosis.gaps.map(({ reason }) => reason)).toEqual(['unreachable', 'unreachable']);
  });

  test('an effect without a visible cause is traced, not a root', async () => {
    const found = await run('no-connection', 'app', 8080, { app: { ...HEALTHY, ports: { rows: [] } } });
    expect(found.diagnosis.outcome).toBe('traced');
    expect(found.diagnosis.roots).toEqual([]);
    expect(names(found, found.diagnosis.tracedTo)).toEqual(['gone@app']);
  });

  test('follows an upstream address to the next host and prints the chain from the root to the symptom', async () => {
    const fleet = {
      gw: { proxy: { ups: [{ addr: '10.0.0.7', port: 8080, line: 'refused' }] } },
      app: { ports: { rows: [] }, kills: { count: 1 } },
    };
    const found = await run('gateway-error', 'gw', undefined, fleet);
    expect(found.visits).toEqual(['gw:', 'app:8080']);
    expect(names(found, found.diagnosis.roots)).toEqual(['killed@app']);
    expect(found.diagnosis.chains.map(chain => names(found, chain))).toEqual([['killed@app', 'gone@app', 'refused@gw']]);
    expect(found.diagnosis.outcome).toBe('root-cause-confirmed');
  });

  test('an upstream that the inventory does not know is named, not followed', async () => {
    const found = await run('gateway-error', 'gw', undefined, {
      gw: { proxy: { ups: [{ addr: '10.9.9.9', port: 80, line: 'refused' }] } },
    });
    expect(found.visits).toEqual(['gw:']);
    expect(found.diagnosis.frontiers).toEqual([{ kind: 'not-in-inventory', from: 'gw', address: '10.9.9.9', port: 80, why: 'it refuses' }]);
    expect(names(found, found.diagnosis.tracedTo)).toEqual(['refused@gw']);
  });

  test('a cause beside an established effect is also found, but not its root', async () => {
    const found = await run('no-answer', 'app', 8080, { app: { ports: { rows: [] }, kills: { count: 9 } } });
    expect(names(found, found.diagnosis.tracedTo)).toEqual(['gone@app']);
    expect(names(found, found.diagnosis.alsoFound)).toEqual(['paused@app']);
    expect(found.diagnosis.roots).toEqual([]);
    expect(found.diagnosis.outcome).toBe('traced');
  });

  test('a field that is missing is unknown and leaves the verdict open', async () => {
    const found = await run('no-connection', 'app', 8080, {
      app: { ports: { rows: [{ port: 8080, queue: 9, line: 'L 9 *:8080' }] }, kills: { count: 0 } },
    });
    const full = found.diagnosis.verdicts.find(({ fault }) => fault === 'full');
    expect(full).toMatchObject({ word: 'undetermined', evidence: [{ truth: 'unknown' }, { truth: 'unknown' }] });
    expect(found.diagnosis.outcome).toBe('undetermined');
  });

  test('every true line of evidence cites its command and the line it stands on', async () => {
    const found = await run('no-connection', 'app', 8080, {
      app: { ports: { rows: [{ port: 8080, queue: 99, limit: 5, line: 'L 99 5 *:8080' }] }, kills: { count: 0 } },
    });
    const full = found.diagnosis.verdicts.find(({ fault }) => fault === 'full');
    expect(full?.word).toBe('likely');
    expect(full?.evidence[0]?.source).toMatchObject({ check: 'ports', host: 'app', command: 'list-ports', exit: 0, line: 'L 99 5 *:8080' });
  });

  test('an upstream that points back does not run in circles', async () => {
    const found = await run('gateway-error', 'gw', 80, {
      gw: {
        proxy: {
          ups: [
            { addr: '10.0.0.1', port: 80, line: 'self' },
            { addr: '127.0.0.1', port: 80, line: 'self' },
          ],
        },
      },
    });
    expect(found.visits).toEqual(['gw:80']);
  });

  test('replaying the capture gives the same diagnosis', async () => {
    const fleet = {
      gw: { proxy: { ups: [{ addr: '10.0.0.7', port: 8080, line: 'refused' }] } },
      app: { ports: { rows: [] }, kills: { count: 1 } },
    };
    const { diagnosis, capture } = await run('gateway-error', 'gw', undefined, fleet);
    const again = await replay(JSON.parse(JSON.stringify(capture)), playbooks, factTools);
    expect(again.diagnosis).toEqual(diagnosis);
    expect(again.capture).toEqual(capture);
  });
});
