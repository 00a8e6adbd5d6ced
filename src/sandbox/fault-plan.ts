import type { Fault } from './faults.js';

/** The faults that are ordered and not yet used, and whether the bot can reach Slack at all. */
export interface FaultPlan {
  readonly add: (method: string, fault: Fault, times: number) => void;
  /** The fault that a call of this method runs into now, if any. */
  readonly take: (method: string) => Fault | undefined;
  readonly forget: () => void;
  readonly duplicate: (times: number) => void;
  readonly takeDuplicate: () => boolean;
  unreachable: boolean;
  /** A call that is never answered: what ends it, when Slack becomes unreachable. */
  readonly hold: (cut: () => void) => void;
  readonly cutHeld: () => void;
}

export function createFaultPlan(): FaultPlan {
  const ordered: { readonly method: string; readonly fault: Fault; left: number }[] = [];
  const held: (() => void)[] = [];
  let duplicates = 0;
  const plan: FaultPlan = {
    add: (method, fault, times) => {
      ordered.push({ method, fault, left: times });
    },
    take: method => {
      const found = ordered.find(entry => entry.left > 0 && (entry.method === method || entry.method === '*'));
      if (!found) return undefined;
      found.left -= 1;
      return found.fault;
    },
    forget: () => {
      ordered.length = 0;
      duplicates = 0;
    },
    duplicate: times => {
      duplicates += times;
    },
    takeDuplicate: () => {
      if (duplicates === 0) return false;
      duplicates -= 1;
      return true;
    },
    unreachable: false,
    hold: cut => {
      if (plan.unreachable) cut();
      else held.push(cut);
    },
    cutHeld: () => {
      for (const cut of held.splice(0)) cut();
    },
  };
  return plan;
}
