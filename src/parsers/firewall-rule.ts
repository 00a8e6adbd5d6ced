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
  readonly proto?: string | undefined;
  readonly ports: PortMatch;
  readonly interface?: string | undefined;
  readonly source?: string | undefined;
  readonly states?: string | undefined;
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
  readonly rules: readonly FirewallRule[];
}

/** A firewall rule with the place it stands at. */
export interface PlacedRule {
  readonly rule: FirewallRule;
  readonly chain: FirewallChain;
  readonly hook: string | undefined;
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

/** Rules that drop or reject, with hook and identity. */
export function droppingRules(chains: readonly FirewallChain[]): readonly PlacedRule[] {
  const hooks = hooksOf(chains);
  const seen = new Map<string, number>();
  return chains.flatMap(chain =>
    chain.rules
      .filter(rule => rule.verdict !== undefined)
      .map(rule => {
        const key = `${chain.table} ${chain.name} ${rule.key}`;
        const times = seen.get(key) ?? 0;
        seen.set(key, times + 1);
        return { rule, chain, hook: hooks.get(chain), id: `${key} #${times}` };
      }),
  );
}

/** Rows of a rule: one per port or range that it names, else one. */
export function ruleRows({ rule, chain, hook }: PlacedRule, packetsNew: number | undefined): readonly FactRow[] {
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
      interface: rule.interface,
      source: rule.source,
      states: rule.states,
      packets_total: rule.packets === undefined ? undefined : Number(rule.packets),
      packets_new: packetsNew,
      limit: rule.limit,
      line: rowLine(`${chain.name}: ${rule.line.text.trim()}`),
    }),
  );
}
