// iptables-save -c and ip6tables-save -c (legacy and nft):
//
//   *filter
//   :INPUT ACCEPT [1234:56789]
//   [3:180] -A INPUT -p tcp -m tcp --dport 8080 -j DROP
//   COMMIT
import type { FirewallChain, FirewallRule, PortMatch } from './firewall-rule.js';
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
const PARTIAL: ReadonlySet<string> = new Set(['limit', 'hashlimit', 'statistic', 'recent', 'connlimit', 'quota', 'bpf', 'string', 'u32']);

/** Words of a rule; quoted ones (comments) may hold blanks and escaped quotes. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gu)].map(match => match[1] ?? match[2] ?? '');
}

function readRule(line: Line, packets: string | undefined, text: string): FirewallRule {
  const all = words(text);
  let ports: PortMatch = 'any';
  let isNegated = false;
  let limit = false;
  const found: { jump?: string; proto?: string; interface?: string; source?: string; states?: string } = {};
  for (let at = 2; at < all.length; at += 1) {
    const [word = '', value = ''] = [all[at], all[at + 1]];
    if (word === '!') {
      isNegated = true;
      continue;
    }
    const said = isNegated ? `! ${value}` : value;
    if (word === '-j' || word === '-g') found.jump = value;
    else if (word === '-p' && value !== 'all') found.proto = said;
    else if (word === '-i') found.interface = said;
    else if (word === '-s') found.source = said;
    else if (word === '--ctstate' || word === '--state') found.states = said.toLowerCase();
    else if (word === '--dport' || word === '--dports' || word === '--destination-port') ports = isNegated ? 'unknown' : portList(value);
    else if (word === '--ports') ports = 'unknown';
    else if (word === '-m' && PARTIAL.has(value)) limit = true;
    else if (word === '--match-set') found.source ??= `set ${value}`;
    isNegated = false;
  }
  const verdict = VERDICTS[found.jump ?? ''];
  return { ...found, jump: verdict ? undefined : found.jump, verdict, ports, limit, packets, key: text, line };
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
    const chain = /^:(\S+) (\S+)(?: \[\d+:\d+\])?$/u.exec(line.text);
    if (chain) {
      const [, name = '', policy] = chain;
      chains.set(`${table} ${name}`, {
        table,
        name,
        hook: HOOKS[name],
        policy: policy === '-' ? undefined : policy?.toLowerCase(),
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
