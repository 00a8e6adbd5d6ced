import type { Diagnosis } from '../model/diagnosis.js';
import type { Capture } from '../model/investigation.js';

/** A capture without what the hosts printed: when and where was looked. It stays when the capture itself has been kept for its time. */
export function outlineOf(capture: Capture): Capture {
  const { compared: _, ...rest } = capture;
  return { ...rest, hosts: [], services: [], visits: capture.visits.map(visit => ({ ...visit, runs: [] })) };
}

/** The outline of a run that was kept by a version without outlines: the places are those that the diagnosis names. */
export function withoutOutline({ symptom, checks }: Diagnosis, startedAt: number, endedAt: number): Capture {
  const hosts = [...new Set(checks.map(({ host }) => host))];
  return {
    schema: 'faultline.capture/1',
    symptom,
    startedAt,
    durationMs: Math.round((endedAt - startedAt) * 1000),
    windowSeconds: 0,
    hosts: [],
    services: [],
    visits: hosts.map(host => ({ asked: true, target: { host, address: host, params: {} }, symptoms: [symptom], runs: [] })),
  };
}
