import { renderJson } from '../../src/cli/render-json.js';
import { sampleInvestigation } from './sample-investigation.js';

describe('renderJson', () => {
  test('is the object of the contract, key by key', () => {
    expect(JSON.parse(renderJson(sampleInvestigation()))).toEqual({
      schema: 'faultline.diagnosis/1',
      symptom: 'bad-gateway',
      outcome: 'root-cause-confirmed',
      roots: [{ fault: 'oom-kill', host: 'app1', about: { process: 'node' }, verdict: 'confirmed' }],
      tracedTo: [],
      chain: [['oom-kill@app1', 'upstream-down@gw']],
      verdicts: [
        {
          fault: 'oom-kill',
          role: 'cause',
          host: 'app1',
          about: { process: 'node' },
          verdict: 'confirmed',
          score: 4,
          interval: [2, 6],
          evidence: [
            {
              id: 'killed',
              truth: 'true',
              weight: 'for conclusive',
              says: 'a unit died at that moment',
              source: {
                check: 'kernel_log',
                host: 'app1',
                command: 'dmesg --time-format iso',
                exit: 0,
                at: '2023-11-14T22:13:20.000Z',
                line: expect.stringContaining('Killed process'),
              },
            },
            { id: 'counters', truth: 'unknown', weight: 'none', says: 'the count rose', source: null },
          ],
          remedies: ['oom-kill/restart'],
        },
        expect.objectContaining({ fault: 'upstream-down' }),
        expect.objectContaining({ fault: 'unit-stopped', verdict: 'ruled-out' }),
      ],
      gaps: [
        {
          check: 'firewall',
          host: 'app1',
          reason: 'denied',
          detail: 'iptables-save: Permission denied',
          hint: 'only root can read firewall rules',
        },
      ],
      checks: [{ check: 'kernel_log', host: 'app1', status: 'ok', ms: 12 }],
      startedAt: '2023-11-14T22:13:20.000Z',
      durationMs: 5400,
    });
  });

  test('has the legs of requests that were measured', () => {
    const { diagnosis, ...rest } = sampleInvestigation();
    const timing = [{ host: 'gw', says: 'a request takes 9.0 ms: no leg of it is slow', fromBot: { connect: 0.001, total: 0.009 } }];
    expect(JSON.parse(renderJson({ ...rest, diagnosis: { ...diagnosis, timing } })).timing).toEqual([
      { host: 'gw', leg: null, says: timing[0]?.says, fromBot: { connect: 0.001, total: 0.009 }, fromHost: null, traces: null },
    ]);
  });
});
