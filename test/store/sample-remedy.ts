import type { KeptRemedy } from '../../src/flow/ports/remedy-store.js';
import type { RunPlan } from '../../src/model/remedy-plan.js';

/** A plan on a host, as it could have been rendered. */
function samplePlan(host = 'api-1', digest = 'd'.repeat(64)): RunPlan {
  return {
    kind: 'run',
    remedy: 'queue/raise',
    fault: 'queue',
    host,
    hostKey: 'SHA256:abc',
    about: { port: 8080 },
    does: 'Raises the limit',
    risk: 'low',
    values: [{ name: 'current', kind: 'current', text: '128' }],
    verify: { afterSeconds: 1, gone: ['full'] },
    playbook: 'p'.repeat(64),
    digest,
    precheck: [],
    run: [['faultline-root', 'sysctl-set', 'net.core.somaxconn', '128', '256']],
    undo: { kind: 'commands', commands: [['faultline-root', 'sysctl-set', 'net.core.somaxconn', '256', '128']] },
  };
}

/** A request that waits for approval. */
export function keptRemedy(
  id: string,
  { incident, host = 'api-1' }: { readonly incident?: string; readonly host?: string } = {},
): KeptRemedy {
  const plan = samplePlan(host);
  const request = { digest: plan.digest, risk: plan.risk, by: 'U1', at: 100, needed: 1, self: false, expiresAt: 2000 };
  return {
    request: {
      id,
      revision: 1,
      ...(incident === undefined ? {} : { incident: { id: incident, run: 1, place: { channel: 'C1' } } }),
      remedy: plan.remedy,
      plan,
      state: { kind: 'requested', request, approvals: [] },
      by: { id: 'U1' },
      createdAt: 100,
      evidence: [{ id: 'full', before: { truth: 'true', says: 'the queue is full' }, decides: true }],
      output: '',
    },
    target: { host, address: '10.0.0.1', port: 8080, params: {} },
    chosen: {},
    before: [{ id: 'full', truth: 'true', says: 'the queue is full', weight: { side: 'for', strength: 'strong' } }],
    isOpen: true,
    changedAt: 100,
  };
}
