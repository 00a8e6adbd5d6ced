import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Target } from '../model/target.js';
import { allowed, quote, refusal } from './allowed.js';
import type { HostDirectory } from './inventory.js';
import { nearest } from './nearest.js';
import { unitName } from './unit-name.js';

/** What the caller says of the target, as typed. */
export interface BindRequest {
  readonly hosts: readonly string[];
  readonly service?: string;
  readonly port?: string;
  readonly url?: string;
  /** `K=V` each. port, url, unit and error_log mean the target's own; anything else goes to the checks that declare it. */
  readonly params: readonly string[];
}

interface BoundTarget {
  readonly target: Target;
  readonly host: InventoryHost;
}

export type Binding =
  | {
      readonly kind: 'bound';
      readonly targets: readonly [BoundTarget, ...BoundTarget[]];
      /** What was decided on the caller's behalf and is worth a line. */
      readonly notes: readonly string[];
    }
  /** One sentence for each thing that is wrong; exit code 2. */
  | { readonly kind: 'refused'; readonly problems: readonly [string, ...string[]] };

/** More hosts than this at once is a mistake in a script rather than a question. */
const MOST_HOSTS = 200;

/** Checks every value, takes what the declared service knows, and finds the hosts. Never throws; nothing is guessed. */
export async function bindTargets(directory: HostDirectory, request: BindRequest): Promise<Binding> {
  const problems: string[] = [];
  const given = readValues(request, problems);
  const { services } = directory.inventory;

  const service = request.service === undefined ? undefined : services.find(({ name }) => name === request.service);
  if (request.service !== undefined && !service) problems.push(unknownService(request.service, services));
  if (service?.port !== undefined && given.port !== undefined && given.port !== service.port) {
    problems.push(
      `Service ${service.name} is declared on port ${service.port}, but port ${given.port} is asked for: leave one of the two out.`,
    );
  }

  const wanted = [...new Set(request.hosts.length > 0 ? request.hosts : (service?.hosts ?? []))];
  if (wanted.length === 0 && request.service === undefined) problems.push(noHost(directory));
  if (wanted.length > MOST_HOSTS) problems.push(`${wanted.length} hosts are more than the ${MOST_HOSTS} that are looked at in one go.`);
  const hosts: InventoryHost[] = [];
  for (const name of wanted.slice(0, MOST_HOSTS)) {
    const bad = refusal('Host', name, allowed.address);
    const found = bad === undefined ? await directory.findHost(name) : ({ kind: 'refused', says: bad } as const);
    if (found.kind === 'refused') problems.push(found.says);
    else if (!hosts.some(host => host.name === found.host.name)) hosts.push(found.host);
  }
  if (service && request.hosts.length > 0) {
    const own = await Promise.all(service.hosts.map(directory.findHost));
    for (const { name } of hosts) {
      if (own.some(one => one.kind === 'found' && one.host.name === name)) continue;
      problems.push(
        `Service ${service.name} is not declared on ${name}, but on ${service.hosts.join(', ')}: choose one of these, or leave --service out.`,
      );
    }
  }

  const [first, ...more] = problems;
  if (first !== undefined) return { kind: 'refused', problems: [first, ...more] };
  const notes: string[] = [];
  const [target, ...others] = hosts.map(host => ({
    target: toTarget(host, service ?? declaredAt(host, given.port, services, notes), given),
    host,
  }));
  if (!target) return { kind: 'refused', problems: [noHost(directory)] };
  return { kind: 'bound', targets: [target, ...others], notes };
}

interface Values {
  readonly port?: number;
  readonly url?: string;
  readonly unit?: string;
  readonly errorLog?: string;
  readonly params: Readonly<Record<string, string>>;
}

function readValues(request: BindRequest, problems: string[]): Values {
  const own: Record<'port' | 'url' | 'unit' | 'error_log', string | undefined> = {
    port: request.port,
    url: request.url,
    unit: undefined,
    error_log: undefined,
  };
  const params: Record<string, string> = {};
  for (const written of request.params) {
    const cut = written.indexOf('=');
    if (cut < 1) {
      problems.push(`--param ${quote(written)} has no name: write --param NAME=VALUE.`);
      continue;
    }
    const [name, value] = [written.slice(0, cut), written.slice(cut + 1)];
    const bad = refusal('Parameter name', name, allowed.parameterName);
    if (bad !== undefined) problems.push(bad);
    else if (name === 'host' || name === 'address' || name === 'service')
      problems.push(`--param ${name} is not accepted: name the target with --host or --service.`);
    else if (name === 'port' || name === 'url' || name === 'unit' || name === 'error_log') {
      if (own[name] !== undefined && own[name] !== value)
        problems.push(`${name} is given twice, as ${quote(own[name])} and as ${quote(value)}: leave one out.`);
      own[name] = value;
    } else if (Object.hasOwn(params, name) && params[name] !== value) {
      problems.push(`Parameter ${name} is given twice, as ${quote(params[name] ?? '')} and as ${quote(value)}: leave one out.`);
    } else {
      const wrong = refusal(`Parameter ${name}`, value, allowed.parameter);
      if (wrong !== undefined) problems.push(wrong);
      params[name] = value;
    }
  }
  for (const wrong of [
    own.port !== undefined && !isPort(own.port)
      ? `Port ${quote(own.port)} is not accepted: give a whole number from 1 to 65535.`
      : undefined,
    own.url === undefined ? undefined : urlProblem(own.url),
    own.unit === undefined ? undefined : refusal('Unit', own.unit, allowed.unit),
    own.error_log === undefined ? undefined : refusal('Error log', own.error_log, allowed.path),
  ]) {
    if (wrong !== undefined) problems.push(wrong);
  }
  return {
    ...(own.port !== undefined && isPort(own.port) ? { port: Number(own.port) } : {}),
    ...(own.url === undefined ? {} : { url: own.url }),
    ...(own.unit === undefined ? {} : { unit: unitName(own.unit) }),
    ...(own.error_log === undefined ? {} : { errorLog: own.error_log }),
    params,
  };
}

function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535;
}

function urlProblem(text: string): string | undefined {
  const bad = refusal('URL', text, allowed.url);
  if (bad !== undefined) return bad;
  if (!URL.canParse(text)) return `URL ${quote(text)} is not accepted: its host or port cannot be read.`;
  // A password in a URL would stand in summaries, captures and logs.
  const { username, password } = new URL(text);
  return username !== '' || password !== '' ? 'The URL holds a login, which summaries and captures would show: leave it out.' : undefined;
}

function toTarget(host: InventoryHost, service: InventoryService | undefined, given: Values): Target {
  const address = host.way.kind === 'local' ? '127.0.0.1' : host.way.address;
  const url = given.url ?? service?.url;
  const port = given.port ?? service?.port ?? (url === undefined ? undefined : portOf(url, [host.name, address, ...host.addresses]));
  const unit = given.unit ?? service?.unit;
  const errorLog = given.errorLog ?? service?.errorLog;
  return {
    host: host.name,
    address,
    ...(port === undefined ? {} : { port }),
    ...(url === undefined ? {} : { url }),
    ...(unit === undefined ? {} : { unit }),
    ...(service === undefined ? {} : { service: service.name }),
    ...(errorLog === undefined ? {} : { errorLog }),
    params: { ...service?.params, ...given.params },
  };
}

/** The port of a URL, but only of one that names this host itself: that of a gateway in front of it says nothing about this host. */
function portOf(url: string, names: readonly string[]): number | undefined {
  const { hostname, port, protocol } = new URL(url);
  const named = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (!names.some(name => name.toLowerCase() === named)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** The one service that is declared on this host with this port. */
function declaredAt(
  host: InventoryHost,
  port: number | undefined,
  services: readonly InventoryService[],
  notes: string[],
): InventoryService | undefined {
  if (port === undefined) return undefined;
  const there = services.filter(service => service.port === port && service.hosts.includes(host.name));
  if (there.length > 1) {
    const names = there.map(({ name }) => name).join(', ');
    notes.push(
      `Several services are declared at ${host.name}:${port} (${names}); none of their units and URLs is used. Pick one with --service.`,
    );
    return undefined;
  }
  return there[0];
}

function unknownService(wanted: string, services: readonly InventoryService[]): string {
  const names = services.map(({ name }) => name);
  const near = nearest(wanted, names);
  if (names.length === 0) return `No service ${quote(wanted)} is declared: faultline.yml has no \`services:\`. Use --host and --port.`;
  return `No service ${quote(wanted)} is declared in faultline.yml.${near.length === 0 ? '' : ` Nearest: ${near.join(', ')}.`} Declared: ${names.slice(0, 20).join(', ')}.`;
}

function noHost({ inventory, aliases }: HostDirectory): string {
  const known = [...inventory.hosts.map(({ name }) => name), ...aliases];
  const some =
    known.length === 0
      ? 'no host is declared yet (faultline.yml, ~/.ssh/config)'
      : `known are ${known.slice(0, 10).join(', ')}${known.length > 10 ? ' and more' : ''}`;
  return `No host to look at: give --host or --service; ${some}. \`--host local\` looks at this machine.`;
}
