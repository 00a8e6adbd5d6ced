import { runCase } from '../../src/flow/run-cases.js';
import type { Capture } from '../../src/model/investigation.js';
import type { Case } from '../../src/playbooks/case.js';
import { smallPlaybooks } from '../diagnosis/small-playbooks.js';
import type { Said } from '../diagnosis/visits.js';
import { factTools, HEALTHY, investigateFleet } from './small-fleet.js';

const playbooks = smallPlaybooks();

async function captured(said: Said): Promise<Capture> {
  const { capture } = await investigateFleet({ playbooks, symptom: 'no-connection', host: 'app', port: 8080, fleet: { app: said } });
  return capture;
}

const caseOf = (expected: Partial<Case['expect']>, twins = false): Case => ({
  id: 'killed',
  place: { file: 'killed.yaml', line: 1, column: 1 },
  title: 'Killed',
  captures: [],
  symptom: 'no-connection',
  expect: { outcome: 'root-cause-confirmed', roots: ['killed@app'], tracedTo: [], ruledOut: [], verdicts: {}, never: [], ...expected },
  twins,
});

const KILLED: Said = { ports: { rows: [] }, kills: { count: 1 } };

describe('runCase', () => {
  test('a case that is as expected has no failures', async () => {
    const run = await runCase(caseOf({}), [await captured(KILLED)], playbooks, factTools);
    expect(run).toMatchObject({ failures: [], twins: 0, diagnoses: [{ outcome: 'root-cause-confirmed' }] });
  });

  test('a case that fails says what is otherwise', async () => {
    const run = await runCase(caseOf({ never: ['gone'] }), [await captured({ ...KILLED, kills: { count: 0 } })], playbooks, factTools);
    expect(run.failures).toEqual([
      'the outcome is traced; expected root-cause-confirmed.',
      'the roots are none; expected killed@app.',
      'it is traced to gone@app; expected none.',
      'gone@app is blamed; this case must never blame gone.',
    ]);
  });

  test('every capture must be as expected', async () => {
    const captures = [await captured(KILLED), await captured(HEALTHY)];
    const { failures, diagnoses } = await runCase(caseOf({}), captures, playbooks, factTools);
    expect(diagnoses.map(({ outcome }) => outcome)).toEqual(['root-cause-confirmed', 'none-of-these']);
    expect(failures).toContain('the outcome is none-of-these; expected root-cause-confirmed.');
  });

  test("the case's own symptom is examined, not the one that was recorded", async () => {
    const other = { ...(await captured(KILLED)), symptom: 'gateway-error' };
    expect((await runCase(caseOf({}), [other], playbooks, factTools)).failures).toEqual([]);
  });

  test('its twins are judged too: each check gone or cut off, and everything gone', async () => {
    const run = await runCase(caseOf({}, true), [await captured(KILLED)], playbooks, factTools);
    expect(run.failures).toEqual([]);
    expect(run.twins).toBe(5);
    expect(run.diagnoses).toHaveLength(6);
    expect(run.diagnoses.at(-1)?.outcome).toBe('undetermined');
  });

  test('a twin that names another root fails, and says which twin', async () => {
    const alsoFull: Said = { ports: { rows: [{ port: 8080, queue: 99, limit: 5, line: 'L 99 5 *:8080' }] }, kills: { count: 1 } };
    const { failures } = await runCase(caseOf({}, true), [await captured(alsoFull)], playbooks, factTools);
    expect(failures).toContain('without kills: names the root full@app, which the full capture does not.');
  });
});
