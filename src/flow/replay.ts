import type { FactTools } from '../diagnosis/facts.js';
import type { InventoryHost } from '../model/host.js';
import type { Capture, Investigation } from '../model/investigation.js';
import type { Playbooks } from '../model/playbook.js';
import { investigate } from './investigate.js';
import { replayChecks } from './replay-checks.js';

function hostIn(capture: Capture, address: string): InventoryHost | undefined {
  return capture.hosts.find(
    host => host.name === address || host.addresses.includes(address) || (host.way.kind === 'ssh' && host.way.address === address),
  );
}

/** Repeats an investigation from its capture, with today's playbooks. The same capture and playbooks give the same bytes. */
export async function replay(capture: Capture, playbooks: Playbooks, tools: FactTools, symptom = capture.symptom): Promise<Investigation> {
  // What a finding led to is found again, from what was asked.
  const targets = capture.visits
    .filter(visit => visit.asked)
    .flatMap(({ target }) => {
      const host = hostIn(capture, target.host);
      return host ? [{ target, host }] : [];
    });
  let looked = 0;
  return investigate(
    { symptom, targets, windowSeconds: capture.windowSeconds },
    {
      ...tools,
      playbooks,
      services: capture.services,
      findHost: address => Promise.resolve(hostIn(capture, address)),
      makeVisit: replayChecks(capture),
      lookAtOthers: () => Promise.resolve(capture.compared ?? []),
      clock: { now: () => capture.startedAt + (looked++ === 0 ? 0 : capture.durationMs / 1000) },
    },
  );
}
