import { replayChecks } from '../../src/flow/replay-checks.js';
import type { HostRun } from '../../src/model/capture.js';
import type { Capture, RecordedVisit } from '../../src/model/investigation.js';
import { CLOCK, hostRun, type Said } from '../diagnosis/visits.js';
import { inventory, plannedCheck } from './small-fleet.js';

const visit = (host: string, port: number, ...said: readonly Said[]): RecordedVisit => ({
  asked: true,
  target: { host, address: host, port, params: {} },
  symptoms: [],
  runs: said.map(each => hostRun(host, each)),
});
const captureOf = (...visits: readonly RecordedVisit[]): Capture => ({
  schema: 'faultline.capture/1',
  symptom: 'slow',
  startedAt: CLOCK,
  durationMs: 1000,
  windowSeconds: 5,
  hosts: inventory,
  services: [],
  visits,
});
async function replayed(capture: Capture, host: string, port: number, onHost: readonly string[], fromBot: readonly string[] = []) {
  const [first] = inventory;
  if (!first) throw new Error('the inventory is empty');
  const target = { host, address: host, port, params: {} };
  return replayChecks(capture)(
    { host: first, target, onHost: onHost.map(plannedCheck), fromBot: fromBot.map(plannedCheck), fromPrometheus: [], windowSeconds: 5 },
    {},
  );
}
const keys = (runs: readonly HostRun[]): readonly string[] => runs.flatMap(run => run.runs.map(({ key, kind }) => `${key} ${kind}`));

describe('replayChecks', () => {
  test('gives back exactly what was recorded, of the host and of the bot', async () => {
    const past = visit('app', 80, { load: { one: 1 }, stat: {} }, { connect: { ok: 1 } });
    expect(await replayed(captureOf(past), 'app', 80, ['load', 'stat'], ['connect'])).toEqual(past.runs);
  });

  test('leaves out what is no longer planned', async () => {
    expect(keys(await replayed(captureOf(visit('app', 80, { load: {}, stat: {} })), 'app', 80, ['stat']))).toEqual(['stat ran']);
  });

  test('a check that the capture does not hold is a gap that says what to do', async () => {
    const past = visit('app', 80, { load: { one: 1 } });
    const [, gap] = await replayed(captureOf(past), 'app', 80, ['load', 'stat']);
    expect(gap).toEqual({
      host: 'app',
      hostClock: CLOCK,
      uid: -1,
      runs: [
        {
          kind: 'not-run',
          key: 'stat',
          reason: 'not-captured',
          detail: 'the capture holds no stat of app',
          hint: 'record a new capture with diagnose --record',
        },
      ],
    });
  });

  test('a host that the capture does not hold is not answered for by another', async () => {
    expect(await replayed(captureOf(visit('app', 80, { load: {} })), 'gw', 80, ['load'])).toMatchObject([
      { host: 'gw', runs: [{ kind: 'not-run', key: 'load', reason: 'not-captured' }] },
    ]);
  });

  test('of two visits to one host the one to the same port answers', async () => {
    const second = visit('app', 81, { load: { one: 2 } });
    expect(await replayed(captureOf(visit('app', 80, { load: { one: 1 } }), second), 'app', 81, ['load'])).toEqual(second.runs);
  });

  test('a check that failed when it was recorded fails again', async () => {
    const past = visit('app', 80, { load: 'missing' });
    expect(await replayed(captureOf(past), 'app', 80, ['load'])).toEqual(past.runs);
  });
});
