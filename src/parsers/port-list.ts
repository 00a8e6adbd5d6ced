import type { PortMatch } from './firewall-rule.js';

// Names that nft prints instead of numbers without -n (from its own table of services), as far as firewalls use them.
const SERVICES: Readonly<Record<string, number>> = {
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  pop3: 110,
  ntp: 123,
  imap2: 143,
  snmp: 161,
  ldap: 389,
  https: 443,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  mysql: 3306,
  postgresql: 5432,
  'http-alt': 8080,
};

function port(text: string): number | undefined {
  const value = /^\d{1,5}$/u.test(text) ? Number(text) : SERVICES[text];
  return value !== undefined && value <= 65_535 ? value : undefined;
}

/** Reads `8080`, `8000-8010`, `80,443`, `8000:8010` (iptables) or `{ 80, 443 }` (nft). `unknown` when one part is neither a number nor a known name. */
export function portList(text: string): PortMatch {
  const parts = text
    .replace(/[{}]/gu, '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  const ranges = parts.map(part => {
    const [from = '', to = from] = /^\d+[:-]\d+$/u.test(part) ? part.split(/[:-]/u) : [part];
    const [first, last] = [port(from), port(to)];
    return first === undefined || last === undefined ? undefined : { first, last };
  });
  const known = ranges.filter(range => range !== undefined);
  return known.length === 0 || known.length < ranges.length ? 'unknown' : known;
}
