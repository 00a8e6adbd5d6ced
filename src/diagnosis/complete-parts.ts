import { indexNames, type KnownNames } from './known-names.js';
import type { NamedParts } from './named-parts.js';

type Asked = 'host' | 'port' | 'url' | 'unit';
type Service = KnownNames['services'][number];

/** What is named, filled up from the inventory where only one thing fits. */
export interface CompleteParts {
  readonly hosts: readonly string[];
  readonly service?: string;
  readonly port?: string;
  readonly url?: string;
  readonly params: readonly string[];
  readonly missing: readonly ('host' | 'port' | 'url')[];
  /** For what is missing: a question each. */
  readonly says: readonly string[];
  /** What was taken without having been said. */
  readonly notes: readonly string[];
}

const MOST_NAMES = 8;
const listed = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ' and more' : ''}`;

/** One value, or none: of several in the text of an alert, none is the one. */
const only = (values: readonly string[]): string | undefined => (values.length === 1 ? values[0] : undefined);

/** The service that can be meant although nobody named one, and the sentence that says so. */
function inferService(
  hosts: readonly string[],
  port: string | undefined,
  wantsPort: boolean,
  known: KnownNames,
): { service: Service; note: string } | undefined {
  const there = known.services.filter(service => hosts.every(host => service.hosts.includes(host)));
  const fits = port === undefined ? there : there.filter(service => String(service.port) === port);
  const [service, ...others] = fits;
  if (!service || others.length > 0) return undefined;
  if (hosts.length === 0) {
    const why = port === undefined ? 'the only service that is declared' : `the only service that is declared on port ${port}`;
    return { service, note: `No host was named. ${service.name} is ${why}.` };
  }
  // With a port, the binding finds the service by itself.
  if (port !== undefined || !wantsPort || service.port === undefined) return undefined;
  return {
    service,
    note: `No port was named. ${service.name} (port ${service.port}) is the only service that is declared on ${listed(hosts)}.`,
  };
}

function portQuestion(hosts: readonly string[], known: KnownNames): string {
  const there = known.services.filter(service => service.port !== undefined && hosts.some(host => service.hosts.includes(host)));
  if (there.length === 0) return 'On which port is it reached?';
  return `On which port is it reached? ${listed(there.map(({ name, port }) => `${name} has ${port}`))}.`;
}

function hostQuestion(known: KnownNames): string {
  const names = [...known.hosts.map(({ name }) => name), ...known.services.map(({ name }) => name)];
  return names.length === 0
    ? 'On which host? None is declared yet: add hosts to faultline.yml.'
    : `On which host or service? Known are ${listed(names)}.`;
}

/** Fills up what a text left out, as far as the inventory leaves no choice; the rest is missing. */
export function completeParts(parts: NamedParts, asks: readonly Asked[], known: KnownNames): CompleteParts {
  const notes: string[] = [];
  const { params, otherEnd, unused } = parts;
  const port = only(parts.ports);
  const url = only(parts.urls);
  // Asking on a host where a connection begins is not asking about a port of that host.
  const wantsPort = asks.includes('port') && otherEnd === undefined;
  let { hosts } = parts;
  let service = known.services.find(({ name }) => name === only(parts.services));
  const unknownService = service ? undefined : only(parts.services);
  if (!service && unknownService === undefined) {
    const inferred = inferService(hosts, port, wantsPort && !portOfUrl(url, hosts, known), known);
    if (inferred) {
      ({ service } = inferred);
      notes.push(inferred.note);
    }
  }
  const [single, ...others] = known.hosts;
  if (hosts.length === 0 && !service && unknownService === undefined && single && others.length === 0) {
    hosts = [single.name];
    notes.push(`No host was named. ${single.name} is the only one that is declared.`);
  }
  if (otherEnd !== undefined) notes.push(`${otherEnd} is the other end and is not looked at; to look there, say \`on ${otherEnd}\`.`);
  for (const pair of unused.slice(0, 3)) notes.push(`No check takes \`${pair.slice(0, 60)}\`; it was left aside.`);

  const hasHost = hosts.length > 0 || (service?.hosts.length ?? 0) > 0 || unknownService !== undefined;
  const hasPort = port !== undefined || service?.port !== undefined || unknownService !== undefined || portOfUrl(url, hosts, known);
  // Without a URL, the root page of the port is asked for: see `planVisit`.
  const hasUrl = url !== undefined || service?.url !== undefined || hasPort || wantsPort;
  const missing: CompleteParts['missing'] = [
    ...(hasHost ? [] : (['host'] as const)),
    ...(wantsPort && !hasPort ? (['port'] as const) : []),
    ...(asks.includes('url') && !hasUrl && otherEnd === undefined ? (['url'] as const) : []),
  ];
  const questions = { host: hostQuestion(known), port: portQuestion(hosts, known), url: 'Which URL is slow or fails?' };
  const named = service?.name ?? unknownService;
  return {
    hosts,
    ...(named === undefined ? {} : { service: named }),
    ...(port === undefined ? {} : { port }),
    ...(url === undefined ? {} : { url }),
    params,
    missing,
    says: missing.map(what => questions[what]),
    notes,
  };
}

/** A URL that names the very host says its port; that of a gateway in front of it says nothing about this host. */
function portOfUrl(url: string | undefined, hosts: readonly string[], known: KnownNames): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const named = indexNames(known).find(new URL(url).hostname);
  return named?.kind === 'host' && hosts.includes(named.name);
}
