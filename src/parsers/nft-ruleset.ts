// nft -a list ruleset (nftables 0.9 to 1.1):
//
//   table ip filter { # handle 1
//   	chain INPUT { # handle 1
//   		type filter hook input priority filter; policy accept;
//   		tcp dport 8080 counter packets 3 bytes 180 drop # handle 5
//   	}
//   }
import type { FirewallChain, FirewallRule } from './firewall-rule.js';
import type { Line } from './lines.js';
import { bare, nftRules } from './nft-rule.js';
import { OddLine } from './strict.js';

const BASE = /^type \w+ hook (\w+)(?: devices? .*?)? priority [^;]+;(?: policy (\w+);)?/u;

/** Lines joined until their braces are balanced: long sets go over several lines. */
function statements(lines: readonly Line[]): readonly { line: Line; text: string; opens: boolean; closes: boolean }[] {
  const found: { line: Line; text: string; opens: boolean; closes: boolean }[] = [];
  let open: { line: Line; text: string } | undefined;
  for (const line of lines) {
    const text: string = open ? `${open.text} ${line.text.trim()}` : line.text.trim();
    const noWords = bare(text)
      .replace(/"[^"]*"/gu, '')
      .replace(/#.*$/u, '')
      .trim();
    if (noWords === '') continue;
    const depth = noWords.split('{').length - noWords.split('}').length;
    // Blocks open with a brace at the end; a set that goes on has its brace before its elements.
    if (depth > 0 && !/^(?:table|chain|set|map|flowtable|counter|quota|limit|ct \w+|secmark|synproxy|tunnel)\b.*\{$/u.test(noWords)) {
      open = { line: open?.line ?? line, text };
      continue;
    }
    found.push({ line: open?.line ?? line, text, opens: depth > 0, closes: noWords === '}' });
    open = undefined;
  }
  if (open) throw new OddLine(open.line, 'opens a brace that is never closed');
  return found;
}

/** Chains of a ruleset. Sets, maps and other objects are passed over. */
export function nftChains(lines: readonly Line[], isCut: boolean): readonly FirewallChain[] {
  const chains: FirewallChain[] = [];
  const blocks: string[] = [];
  let table = '';
  let chain: { table: string; name: string; hook?: string; policy?: string; policyLine?: Line; rules: FirewallRule[] } | undefined;
  for (const { line, text, opens, closes } of statements(lines)) {
    const title = /^(\w+)(?: (.*?))? \{(?: # handle \d+)?$/u.exec(text);
    if (opens) {
      if (!title) throw new OddLine(line, 'should open a table, chain, set or other object');
      const [, kind = '', name = ''] = title;
      blocks.push(kind);
      if (kind === 'table') table = name;
      if (kind === 'chain') {
        chain = { table, name, rules: [] };
        chains.push(chain);
      }
    } else if (closes) {
      if (blocks.pop() === undefined) throw new OddLine(line, 'closes a brace that was not opened');
      if (blocks.at(-1) !== 'chain') chain = undefined;
    } else if (blocks.length === 0) throw new OddLine(line, "should be 'table FAMILY NAME {'");
    else if (chain) {
      const base = BASE.exec(text);
      if (!base) chain.rules.push(...nftRules(line, text));
      else {
        if (base[1] !== undefined) chain.hook = base[1];
        if (base[2] !== undefined) chain.policy = base[2];
        chain.policyLine = line;
      }
    }
  }
  if (blocks.length > 0 && !isCut)
    throw new OddLine(lines.at(-1) ?? { no: 1, text: '' }, `the ruleset ends inside a ${blocks.at(-1) ?? 'block'}`);
  return chains;
}
