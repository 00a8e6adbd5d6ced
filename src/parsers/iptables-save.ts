// iptables-save -c and ip6tables-save -c (legacy and nft):
//
//   *filter
//   :INPUT ACCEPT [1234:56789]
//   [3:180] -A INPUT -p tcp -m tcp --dport 8080 -j DROP
//   COMMIT
import type { FirewallChain, FirewallRule, PortMatch } from './firewall-rule.js';
import { isManyHosts } from './ip.js';
import type { Line } from './lines.js';
import { portList } from './port-list.js';
import { matchOf, OddLine } from './strict.js';

const HOOKS: Readonly<Record<string, string>> = {
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  PREROUTING: 'prerouting',
  POSTROUTING: 'postrouting',
};
const VERDICTS: Readonly<Record<string, 'drop' | 'reject'>> = { DROP: 'drop', REJECT: 'reject' };
// Matches that let only part of the packets through to the verdict.
const PARTIAL: ReadonlySet<string> = new Set([
  ...['limit', 'hashlimit', 'statistic', 'recent', 'connlimit', 'quota', 'bpf', 'string', 'u32', 'time', 'length', 'ttl', 'hl'],
  ...['mark', 'connmark', 'addrtype', 'pkttype', 'socket', 'owner', 'dscp', 'tos', 'ecn', 'frag', 'rpfilter', 'connbytes', 'osf'],
]);
// --syn as iptables-save prints it: the first packet of every connection.
const SYN = 'FIN,SYN,RST,ACK SYN';

/** Words of a rule; quoted ones (comments) may hold blanks and escaped quotes. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gu)].map(match => match[1] ?? match[2] ?? '');
}

function readRule(line: Line, packets: string | undefined, text: string): FirewallRule {
  const all = words(text);
  let ports: PortMatch = 'any';
  let isNegated = false;
  let limit = false;
  const found: { jump?: string; interface?: string } = {};
  let [proto, source, states] = ['any', 'any', 'any'];
  for (let at = 2; at < all.length; at += 1) {
    const [word = '', value = ''] = [all[at], all[at + 1]];
    if (word === '!') {
      isNegated = true;
      continue;
    }
    // What everything but a value matches is not read.
    const said = isNegated ? 'other' : value;
    if (word === '-j' || word === '-g') found.jump = value;
    else if (word === '-p' && value !== 'all') proto = said;
    else if (word === '-i') found.interface = isNegated ? `! ${value}` : value;
    else if (word === '-s') source = said;
    else if (word === '--mac-source' || word === '--src-range') source = 'other';
    else if (word === '--ctstate' || word === '--state') states = said.toLowerCase();
    else if (word === '--dport' || word === '--dports' || word === '--destination-port') ports = isNegated ? 'unknown' : portList(value);
    else if (word === '--ports') ports = 'unknown';
    else if ((word === '-m' && PARTIAL.has(value)) || word === '-f' || word === '--sport' || word === '--sports') limit = true;
    else if (word === '-d' && isManyHosts(value)) limit = true;
    else if (word === '--tcp-flags') limit ||= isNegated || `${value} ${all[at + 2] ?? ''}` !== SYN;
    else if (word === '--match-set' && /\bsrc\b/u.test(all[at + 2] ?? '')) source = isNegated ? 'other' : `set ${value}`;
    else if (word === '--match-set') ports = 'unknown';
    isNegated = false;
  }
  const verdict = VERDICTS[found.jump ?? ''];
  const jump = verdict ? undefined : found.jump;
  return { interface: found.interface, jump, verdict, proto, ports, source, states, limit, packets, key: text, line };
}

/** Chains of one run of iptables-save. `family` is `ip` or `ip6`. */
export function iptablesChains(lines: readonly Line[], family: string): readonly FirewallChain[] {
  const chains = new Map<string, FirewallChain & { rules: FirewallRule[] }>();
  let table: string | undefined;
  for (const line of lines) {
    if (line.text.trim() === '' || line.text.startsWith('#')) continue;
    if (line.text === 'COMMIT') {
      table = undefined;
      continue;
    }
    const title = /^\*(\w+)$/u.exec(line.text);
    if (title) {
      table = `${family} ${title[1] ?? ''}`;
      continue;
    }
    if (table === undefined) throw new OddLine(line, "should be inside a table, between '*name' and COMMIT");
    const chain = /^:(\S+) (\S+)(?: \[(\d+):\d+\])?$/u.exec(line.text);
    if (chain) {
      const [, name = '', policy, policyPackets] = chain;
      chains.set(`${table} ${name}`, {
        table,
        name,
        hook: HOOKS[name],
        policy: policy === '-' ? undefined : policy?.toLowerCase(),
        policyPackets,
        policyLine: line,
        rules: [],
      });
      continue;
    }
    const [, packets, text = '', name = ''] = matchOf(
      /^(?:\[(\d+):\d+\] )?(-A (\S+)(?: .*)?)$/u,
      line,
      "should be a chain (':NAME …') or a rule ('-A …')",
    );
    const known = chains.get(`${table} ${name}`);
    if (!known) throw new OddLine(line, `the chain ${name} was not declared before`);
    known.rules.push(readRule(line, packets, text));
  }
  return [...chains.values()];
}
