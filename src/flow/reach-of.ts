import type { Reach } from '../diagnosis/plan.js';
import type { InventoryHost } from '../model/host.js';

/** How the bot's own probes reach a host. */
export function reachOf({ way }: InventoryHost): Reach {
  if (way.kind === 'local') return 'local';
  return way.jump.length > 0 ? 'behind-jump' : 'direct';
}
