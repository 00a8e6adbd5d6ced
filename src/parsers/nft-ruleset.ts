// nft -a list ruleset (nftables 0.9 to 1.1):
//
//   table ip filter { # handle 1
//   	chain INPUT { # handle 1
//   		type filter hook input priority filter; policy accept;
//   		tcp dport 8080 counter packets 3 bytes 180 drop # handle 5
//   	}
//   }
import type { FirewallChain, FirewallRule, PortMatch } from './firewall-rule.js';
import type { Line } from './lines.js';
import { portList } from './port-list.js';
import { OddLine } from './strict.js';

const BASE = /^type \w+ hook (\w+)(?: devices? .*?)? priority [^;]+;(?: policy (\w+);)?/u;
const PARTIAL = /\b(?:limit rate|numgen|ct count|quota)\b|\bxt match "?(?:limit|hashlimit|statistic|recent|connlimit|quota)/u;

/** The rule without comments, log prefixes and handle: text of people may hold any word. */
function bare(text: string): string {
  return text
    .replace(/ # handle \d+$/u, '')
    .replace(/\bprefix "(?:[^"\\]|\\.)*"/gu, 'prefix')
    .replace(/ ?\bcomment "(?:[^"\\]|\\.)*"/gu, '')
    .trim();
}

function verdictOf(text: string): FirewallRule['verdict'] {
  if (/(?:^|\s)drop$/u.test(text)) return 'drop';
  if (/(?:^|\s)reject(?: with .*)?$/u.test(text) || /xt target "?REJECT/u.test(text)) return 'reject';
  return undefined;
}

function portsOf(text: string): PortMatch {
  const match = /\b(?:tcp|udp|sctp|dccp|th) dport (!= )?(\{[^}]*\}|\S+)/u.exec(text);
  if (match) return match[1] ? 'unknown' : portList(match[2] ?? '');
  return /\bdport\b|xt match "?multiport/u.test(text) ? 'unknown' : 'any';
}

function wordsAfter(text: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(text);
  return match ? `${match[1] ?? ''}${match[2] ?? ''}`.replace(/"/gu, '').replace(/[{}]/gu, '').trim() : undefined;
}

/** `tcp dport vmap { 22 : accept, 8080 : drop }` as one rule per entry that drops, rejects or jumps. */
function verdictMap(text: string, line: Line): readonly FirewallRule[] {
  const [, by = '', entries = ''] = /(?:^|\s)(\S+ \S+) vmap \{([^}]*)\}/u.exec(text) ?? [];
  const isPort = /^(?:tcp|udp|sctp|th) dport$/u.test(by);
  return [...entries.matchAll(/(\S+) : (drop|reject|(?:jump|goto) (\S+?))(?=,|\s|$)/gu)].map(([, value = '', verdict, jump]) => ({
    verdict: verdict === 'drop' || verdict === 'reject' ? verdict : undefined,
    jump,
    proto: isPort && !by.startsWith('th') ? by.split(' ')[0] : undefined,
    states: by === 'ct state' ? value : undefined,
    ports: isPort ? portList(value) : 'unknown',
    limit: false,
    key: `${text} ${value}`,
    line,
  }));
}

function readRules(line: Line, full: string): readonly FirewallRule[] {
  const text = bare(full);
  if (/ vmap \{/u.test(text)) return verdictMap(text, line);
  const rule: FirewallRule = {
    verdict: verdictOf(text),
    jump: /\b(?:jump|goto) (\S+)$/u.exec(text)?.[1],
    proto: /\b(tcp|udp|sctp|icmp|icmpv6) /u.exec(text.replace(/reject with .*$/u, ''))?.[1],
    ports: portsOf(text),
    interface: wordsAfter(text, /\biif(?:name)? (!= )?(\{[^}]*\}|"[^"]*"|\S+)/u),
    source: wordsAfter(text, /\bip6? saddr (!= )?(\{[^}]*\}|\S+)/u),
    states: wordsAfter(text, /\bct state (!= )?(\{[^}]*\}|\S+)/u),
    limit: PARTIAL.test(text),
    packets: /\bcounter packets (\d+) bytes \d+/u.exec(text)?.[1],
    key: text.replace(/\bcounter packets \d+ bytes \d+/gu, 'counter'),
    line,
  };
  return [rule];
}

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
  let chain: { table: string; name: string; hook?: string; policy?: string; rules: FirewallRule[] } | undefined;
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
      if (!base) chain.rules.push(...readRules(line, text));
      else {
        if (base[1] !== undefined) chain.hook = base[1];
        if (base[2] !== undefined) chain.policy = base[2];
      }
    }
  }
  if (blocks.length > 0 && !isCut)
    throw new OddLine(lines.at(-1) ?? { no: 1, text: '' }, `the ruleset ends inside a ${blocks.at(-1) ?? 'block'}`);
  return chains;
}
