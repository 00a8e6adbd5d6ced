import type { FactRow } from '../model/fact.js';
import type { Line } from './lines.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';

/** Destination ports that a rule names; `unknown` when it names them in a way that is not read (a set, a negation). */
export type PortMatch = 'any' | 'unknown' | readonly { readonly first: number; readonly last: number }[];

/** A rule of either format, as far as it matters for what is dropped. */
export interface FirewallRule {
  /** Absent for rules that neither drop nor reject. */
  readonly verdict?: 'drop' | 'reject' | undefined;
  /** Chain that it jumps or goes to. */
  readonly jump?: string | undefined;
  /** `any` when the rule names none, `other` when it names them in a way that is not read; so with source and states. */
  readonly proto: string;
  readonly ports: PortMatch;
  readonly interface?: string | undefined;
  readonly source: string;
  readonly states: string;
  /** It matches only part of the packets. */
  readonly limit: boolean;
  /** Packet counter, as printed. */
  readonly packets?: string | undefined;
  /** The rule without counters and handle: what is the same in both looks. */
  readonly key: string;
  readonly line: Line;
}

export interface FirewallChain {
  /** Family and table: `ip filter`. */
  readonly table: string;
  readonly name: string;
  /** Where packets enter it; absent for chains that only others jump to. */
  readonly hook?: string | undefined;
  readonly policy?: string | undefined;
  /** Packets that the policy decided on, as printed. */
  readonly policyPackets?: string | undefined;
  readonly policyLine?: Line | undefined;
  readonly rules: readonly FirewallRule[];
}

/** A firewall rule with the place it stands at. */
export interface PlacedRule {
  readonly rule: FirewallRule;
  readonly chain: FirewallChain;
  readonly hook: string | undefined;
  /** It is what the chain does with packets that no rule decided on. */
  readonly isPolicy: boolean;
  /** Tells it from every other rule of the look. */
  readonly id: string;
}

/** Hooks by chain: its own, or that of a chain from which it is reached; input before others, since that is where services are cut off. */
function hooksOf(chains: readonly FirewallChain[]): ReadonlyMap<FirewallChain, string> {
  const byName = new Map(chains.map(chain => [`${chain.table} ${chain.name}`, chain]));
  const hooks = new Map<FirewallChain, string>();
  const bases = chains.filter(chain => chain.hook !== undefined).sort((a, b) => Number(b.hook === 'input') - Number(a.hook === 'input'));
  for (const base of bases) {
    const waiting = [base];
    for (let chain = waiting.pop(); chain; chain = waiting.pop()) {
      if (hooks.has(chain)) continue;
      hooks.set(chain, chain.hook ?? base.hook ?? '');
      for (const { jump } of chain.rules) {
        const next = jump === undefined ? undefined : byName.get(`${chain.table} ${jump}`);
        if (next && next.hook === undefined) waiting.push(next);
      }
    }
  }
  return hooks;
}

/** True for chains whose policy cuts services off. Forwarded and outgoing packets are not addressed to a service of this host. */
export function dropsByPolicy(chain: FirewallChain): boolean {
  return (chain.hook === 'input' || chain.hook === 'prerouting') && (chain.policy === 'drop' || chain.policy === 'reject');
}

function policyRule(chain: FirewallChain): PlacedRule | undefined {
  if (!dropsByPolicy(chain) || !chain.policyLine) return undefined;
  return {
    chain,
    hook: chain.hook,
    isPolicy: true,
    id: `${chain.table} ${chain.name} policy`,
    rule: {
      verdict: 'drop',
      proto: 'any',
      ports: 'any',
      source: 'any',
      states: 'any',
      limit: false,
      packets: chain.policyPackets,
      key: 'policy',
      line: chain.policyLine,
    },
  };
}

/** Rules and policies that drop or reject, with hook and identity. */
export function droppingRules(chains: readonly FirewallChain[]): readonly PlacedRule[] {
  const hooks = hooksOf(chains);
  const seen = new Map<string, number>();
  return chains.flatMap(chain => {
    const policy = policyRule(chain);
    const rules = chain.rules
      .filter(rule => rule.verdict !== undefined)
      .map(rule => {
        const key = `${chain.table} ${chain.name} ${rule.key}`;
        const times = seen.get(key) ?? 0;
        seen.set(key, times + 1);
        return { rule, chain, hook: hooks.get(chain), isPolicy: false, id: `${key} #${times}` };
      });
    return policy ? [...rules, policy] : rules;
  });
}

/** Rows of a rule: one per port or range that it names, else one. */
export function ruleRows({ rule, chain, hook, isPolicy }: PlacedRule, packetsNew: number | undefined): readonly FactRow[] {
  const ranges = rule.ports === 'any' ? [{ first: 0, last: 65_535 }] : rule.ports === 'unknown' ? [undefined] : rule.ports;
  return ranges.map(range =>
    present({
      table: chain.table,
      chain: chain.name,
      hook,
      verdict: rule.verdict,
      proto: rule.proto,
      port: range && range.first === range.last ? range.first : undefined,
      port_first: range?.first,
      port_last: range?.last,
      exact: range && (range.first > 0 || range.last < 65_535),
      interface: rule.interface,
      source: rule.source,
      states: rule.states,
      packets_total: rule.packets === undefined ? undefined : Number(rule.packets),
      packets_new: packetsNew,
      counted: rule.packets !== undefined,
      limit: rule.limit,
      policy: isPolicy,
      line: rowLine(`${chain.name}: ${rule.line.text.trim()}`),
    }),
  );
}
