import type { Verdict } from '../../src/model/diagnosis.js';
import type { Investigation } from '../../src/model/investigation.js';

const source = {
  check: 'kernel_log',
  host: 'app1',
  command: 'dmesg --time-format iso',
  exit: 0,
  at: 1_700_000_000,
  line: 'Killed process 4123 (node)\u001b[31m <!channel>',
};

function verdict(fault: string, host: string, role: 'cause' | 'effect', word: Verdict['word'], more: Partial<Verdict> = {}): Verdict {
  return {
    fault,
    host,
    role,
    word,
    about: {},
    title: `${fault} happened`,
    score: 4,
    low: 2,
    high: 6,
    evidence: [],
    advice: '',
    remedies: [],
    ...more,
  };
}

/** An investigation of a 502 that was traced across two hosts, with a gap and something ruled out. */
export function sampleInvestigation(): Investigation {
  return {
    diagnosis: {
      symptom: 'bad-gateway',
      outcome: 'root-cause-confirmed',
      verdicts: [
        verdict('oom-kill', 'app1', 'cause', 'confirmed', {
          about: { process: 'node' },
          title: 'The kernel killed node for lack of memory',
          advice: 'Restart the service.',
          remedies: ['oom-kill/restart'],
          evidence: [
            { id: 'killed', truth: 'true', weight: { side: 'for', strength: 'conclusive' }, says: 'a unit died at that moment', source },
            { id: 'counters', truth: 'unknown', says: 'the count rose' },
          ],
        }),
        verdict('upstream-down', 'gw', 'effect', 'confirmed', { about: { addr: '10.0.0.7', port: 8080 } }),
        verdict('unit-stopped', 'app1', 'cause', 'ruled-out', {
          evidence: [
            {
              id: 'served',
              truth: 'false',
              weight: { side: 'against', strength: 'conclusive' },
              says: 'a process listens on port 8080',
              source,
            },
          ],
        }),
      ],
      roots: [0],
      tracedTo: [],
      chains: [[0, 1]],
      alsoFound: [],
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
      frontiers: [],
      readings: [{ check: 'http_probe', host: 'gw', title: 'HTTP requests from here', parts: ['connect 0.3 ms', 'first byte 2 ms'] }],
    },
    capture: {
      schema: 'faultline.capture/1',
      symptom: 'bad-gateway',
      startedAt: 1_700_000_000,
      durationMs: 5400,
      windowSeconds: 5,
      hosts: [],
      services: [],
      visits: [
        { asked: true, target: { host: 'gw', address: '10.0.0.1', port: 80, params: {} }, symptoms: ['bad-gateway'], runs: [] },
        { asked: false, target: { host: 'app1', address: '10.0.0.7', port: 8080, params: {} }, symptoms: ['connection-refused'], runs: [] },
      ],
    },
  };
}
