import type { Incident, Run } from '../../src/model/incident.js';
import type { Investigation } from '../../src/model/investigation.js';

export const ANNA = { id: 'U0ANNA' };
export const BEN = { id: 'U0BEN' };

/** An incident whose first run looks. */
export function incident(id: string, more: Partial<Omit<Incident, 'id' | 'runs'>> & { readonly run?: Partial<Run> } = {}): Incident {
  const { run, ...rest } = more;
  return {
    id,
    openedBy: ANNA,
    openedAt: 1_790_000_000.25,
    place: { channel: 'C0INCIDENTS' },
    question: { words: 'connection refused on api-1', symptom: 'connection-refused', hosts: ['api-1'], params: [] },
    runs: [{ number: 1, by: ANNA, startedAt: 1_790_000_000.25, state: { kind: 'looking' }, ...run }],
    ...rest,
  };
}

/** A finished investigation; `printed` is what the host printed, as long as one likes. */
export function investigation(printed = 'LISTEN 0 128 *:8080', outcome: Investigation['diagnosis']['outcome'] = 'traced'): Investigation {
  return {
    diagnosis: {
      symptom: 'connection-refused',
      outcome,
      verdicts: [],
      roots: [],
      tracedTo: [],
      chains: [],
      alsoFound: [],
      gaps: [],
      checks: [{ check: 'listen', host: 'api-1', status: 'ok', ms: 12 }],
      frontiers: [],
      readings: [],
    },
    capture: {
      schema: 'faultline.capture/1',
      symptom: 'connection-refused',
      startedAt: 1_790_000_000,
      durationMs: 5400,
      windowSeconds: 5,
      hosts: [],
      services: [],
      visits: [
        {
          asked: true,
          target: { host: 'api-1', address: '10.0.0.1', params: {} },
          symptoms: ['connection-refused'],
          runs: [
            {
              host: 'api-1',
              hostClock: 1_790_000_000,
              uid: 1000,
              runs: [
                {
                  kind: 'ran',
                  key: 'listen',
                  looks: [
                    {
                      attempts: [
                        {
                          variant: 0,
                          command: 'ss -ltn',
                          stdout: printed,
                          stderr: '',
                          exit: 0,
                          end: 'exited',
                          truncated: false,
                          from: 1,
                          to: 2,
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  };
}
