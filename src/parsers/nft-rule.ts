// One rule of `nft -a list ruleset`: `iifname "eth0" tcp dport 8080 ct state new counter packets 3 bytes 180 drop # handle 5`.
import type { FirewallRule, PortMatch } from './firewall-rule.js';
import { isManyHosts } from './ip.js';
import type { Line } from './lines.js';
import { portList } from './port-list.js';

// Matches that let only part of the packets through to the verdict.
const PARTIAL =
  /\b(?:limit rate|numgen|ct count|quota|(?:tcp|udp|th) sport|(?:meta|ct) mark|fib [a-z. ]{1,60} type|meta (?:pkttype|length|skuid)|ip (?:frag-off|length|ttl|dscp))\b|\bxt match "?(?!multiport|comment|conntrack|state|tcp|udp)/u;
// --syn, in the ways that versions of nft print it: the first packet of every connection.
const SYN = /\btcp flags (?:syn(?: \/ fin,syn,rst,ack)?|& \(fin ?\| ?syn ?\| ?rst ?\| ?ack\) == syn)(?=\s|$)/u;

/** The rule without comments, log prefixes and handle: text of people may hold any word. */
export function bare(text: string): string {
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

/** The value after a key without quotes and braces; `any` when the key is not there. What everything but a value matches is `other`. */
function matched(text: string, key: RegExp): string {
  const found = new RegExp(`${key.source} (!= )?(\\{[^}]*\\}|"[^"]*"|\\S+)`, 'u').exec(text);
  if (!found) return 'any';
  return found[1] ? 'other' : (found[2] ?? '').replace(/["{}]/gu, '').replace(/\s+/gu, '');
}

function protosOf(text: string): readonly string[] {
  const named = matched(text, /\b(?:meta l4proto|ip protocol|ip6 nexthdr)/u);
  if (named !== 'any') return named.split(',');
  return [/\b(tcp|udp|sctp|dccp|icmp|icmpv6) (?:\w+ )/u.exec(text.replace(/reject with .*$/u, ''))?.[1] ?? 'any'];
}

function isLimited(text: string): boolean {
  const to = /\bip6? daddr (?:!= )?(\S+)/u.exec(text)?.[1] ?? '';
  return PARTIAL.test(text) || (/\btcp flags\b/u.test(text) && !SYN.test(text)) || isManyHosts(to);
}

/** What a rule matches, apart from its verdict: one for each protocol that it names. */
function matches(text: string, line: Line): readonly Omit<FirewallRule, 'key'>[] {
  const input = /\biif(?:name)? (!= )?(\{[^}]*\}|"[^"]*"|\S+)/u.exec(text);
  return protosOf(text).map(proto => ({
    proto,
    ports: portsOf(text),
    interface: input ? `${input[1] ?? ''}${input[2] ?? ''}`.replace(/["{}]/gu, '').trim() : undefined,
    source: /\bether saddr\b/u.test(text) ? 'other' : matched(text, /\bip6? saddr/u),
    states: /\bxt match "?(?:conntrack|state)/u.test(text) ? 'other' : matched(text, /\bct state/u),
    limit: isLimited(text),
    packets: /\bcounter packets (\d+) bytes \d+/u.exec(text)?.[1],
    line,
  }));
}

/** The fields that the key of a verdict map decides on; all that it could be when the key is not read. */
function mapped(key: string, value: string): Partial<FirewallRule> {
  if (/^(?:tcp|udp|sctp) dport$/u.test(key)) return { proto: key.split(' ')[0] ?? 'other', ports: portList(value) };
  if (key === 'th dport') return { ports: portList(value) };
  if (key === 'ct state') return { states: value };
  if (/^(?:meta l4proto|ip protocol|ip6 nexthdr)$/u.test(key)) return { proto: value };
  if (/^ip6? saddr$/u.test(key)) return { source: value };
  if (/^(?:meta )?iif(?:name)?$/u.test(key)) return { interface: value.replace(/"/gu, '') };
  return { proto: 'other', ports: 'unknown', source: 'other', states: 'other' };
}

/** The rule without its counters: what is the same in both looks. */
function keyOf(text: string): string {
  return text.replace(/\bcounter packets \d+ bytes \d+/gu, 'counter');
}

/** `tcp dport vmap { 22 : accept, 8080 : drop }` as one rule per entry that drops, rejects or jumps. */
function verdictMap(text: string, line: Line): readonly FirewallRule[] {
  const map = /(?:^|\s)((?:[a-z0-9]+ [a-z0-9]+|iif(?:name)?)(?: \. [a-z0-9]+(?: [a-z0-9]+)?){0,8}) vmap \{([^}]*)\}/u.exec(text);
  const [all = '', key = '', entries = ''] = map ?? [];
  const rest = matches(text.replace(all, ''), line);
  return entries.split(',').flatMap(entry => {
    const found = /^(\S+(?: \S+)*?)(?: counter packets (\d+) bytes \d+)? : (?:(drop|reject)|(?:jump|goto) (\S+))$/u.exec(entry.trim());
    if (!found) return [];
    const [, value = '', packets, verdict, jump] = found;
    return rest.map(rule => ({
      ...rule,
      ...mapped(key, value),
      verdict: verdict === 'drop' || verdict === 'reject' ? verdict : undefined,
      jump,
      // A counter in front of the map counts all that came to it.
      packets,
      key: `${keyOf(text)} ${value}`,
    }));
  });
}

/** A rule as one per protocol and per entry of its verdict map. */
export function nftRules(line: Line, full: string): readonly FirewallRule[] {
  const text = bare(full);
  if (/ vmap \{/u.test(text)) return verdictMap(text, line);
  return matches(text, line).map(rule => ({
    ...rule,
    verdict: verdictOf(text),
    jump: /\b(?:jump|goto) (\S+)$/u.exec(text)?.[1],
    key: keyOf(text),
  }));
}
