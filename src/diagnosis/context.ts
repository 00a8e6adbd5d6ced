import type { EvaluationContext, Playbooks } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import type { HostFacts } from './facts.js';

/** What conditions see: facts by check id (an empty object where nothing was learnt), and the target's known keys. */
export function contextOf(playbooks: Playbooks, facts: HostFacts, target: Target): EvaluationContext {
  const context: Record<string, unknown> = {};
  for (const id of playbooks.checks.keys()) context[id] = facts.facts.get(id)?.values ?? {};
  const known = {
    host: target.host,
    address: target.address,
    port: target.port,
    url: target.url,
    unit: target.unit,
    service: target.service,
  };
  const given = Object.entries(known).filter(([, value]) => value !== undefined);
  // `has_port` is the one thing that is always known: without a port, a fault of any service on the host is meant.
  context.target = { ...Object.fromEntries(given), has_port: target.port !== undefined };
  return context;
}
