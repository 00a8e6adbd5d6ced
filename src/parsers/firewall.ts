// The check `firewall` prints `firewall 1`, then a section per command (`-- nft`, `-- iptables-legacy-save`, …), then `-- end`.
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import { droppingRules, dropsByPolicy, type FirewallChain, ruleRows } from './firewall-rule.js';
import { iptablesChains } from './iptables-save.js';
import { type Line, linesOf } from './lines.js';
import { nftChains } from './nft-ruleset.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

interface Ruleset {
  readonly chains: readonly FirewallChain[];
  /** Tables that exist but for which the host has no command. */
  readonly unread: readonly string[];
}

function ruleset(printed: Printed): Ruleset {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  if (header.text !== 'firewall 1') throw new OddLine(header, "should be 'firewall 1'");
  const sections: { name: string; lines: Line[] }[] = [];
  const unread: string[] = [];
  for (const line of rest) {
    const title = /^-- (.+)$/u.exec(line.text)?.[1];
    if (title === undefined) {
      const section = sections.at(-1);
      if (!section || section.name === 'end') throw new OddLine(line, "should be the title of a section, '-- COMMAND'");
      section.lines.push(line);
    } else if (title.startsWith('no command for ')) unread.push(title);
    else sections.push({ name: title, lines: [] });
  }
  const isWhole = sections.at(-1)?.name === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine(rest.at(-1) ?? header, "the last line should be '-- end'");
  const chains = sections.flatMap(({ name, lines }) => {
    if (name === 'nft') return nftChains(lines, !isWhole);
    if (/^ip6?tables(?:-\w+)*-save$/u.test(name)) return iptablesChains(lines, name.startsWith('ip6') ? 'ip6' : 'ip');
    return [];
  });
  return { chains, unread };
}

/** Packet counters of a look by rule. A policy that only came between the looks counted what it let through before: nothing is known of it. */
function countersOf(chains: readonly FirewallChain[]): ReadonlyMap<string, string | undefined> {
  const rules = new Map(droppingRules(chains).map(({ id, rule }) => [id, rule.packets]));
  for (const chain of chains) {
    const id = `${chain.table} ${chain.name} policy`;
    if (chain.policy !== undefined && !rules.has(id)) rules.set(id, undefined);
  }
  return rules;
}

/** Rules and policies that drop or reject, of nftables and iptables alike. */
export const firewall: Parser = {
  name: 'firewall',
  gives: {
    rules: 'list',
    'rules.table': 'text',
    'rules.chain': 'text',
    'rules.hook': 'text',
    'rules.verdict': 'text',
    'rules.proto': 'text',
    'rules.port': 'number',
    'rules.port_first': 'number',
    'rules.port_last': 'number',
    'rules.interface': 'text',
    'rules.source': 'text',
    'rules.states': 'text',
    'rules.packets_total': 'number',
    'rules.packets_new': 'number',
    'rules.counted': 'bool',
    'rules.exact': 'bool',
    'rules.limit': 'bool',
    'rules.policy': 'bool',
    input_policy_drop: 'bool',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const now = ruleset(last);
    const before = first && countersOf(ruleset(first).chains);
    const rules = droppingRules(now.chains).flatMap(placed => {
      const { packets } = placed.rule;
      // A rule that was added between the looks counted from zero.
      const old = before && (before.has(placed.id) ? before.get(placed.id) : '0');
      return ruleRows(placed, packets === undefined ? undefined : rise(old, packets));
    });
    const isDropping = now.chains.some(chain => chain.hook === 'input' && dropsByPolicy(chain));
    const isWhole = now.unread.length === 0 && !last.truncated;
    const inputs = now.chains.filter(chain => chain.hook === 'input' && chain.policy !== undefined);
    const policy = inputs.find(dropsByPolicy) ?? inputs[0];
    return {
      kind: 'facts',
      values: { rules, ...present({ input_policy_drop: isDropping || (isWhole ? false : undefined) }) },
      lines: {
        '': `${now.chains.length} chains, ${rules.length} rules or policies that drop or reject`,
        input_policy_drop: policy ? rowLine(`${policy.table} ${policy.name}: policy ${policy.policy ?? ''}`) : 'no input chain',
      },
      ...partialOf(now.unread.length > 0 ? { reason: 'partial', why: now.unread.join('; '), lists: ['rules'] } : undefined, cutShort(last)),
    };
  }),
};
