import type { CheckRun } from '../model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../model/plan.js';
import type { Check, CheckParam, Playbooks, QueryPart, Variant } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import { isLoopback } from './loopback.js';

/** The checks for one visit: on the host, from the bot, asked of Prometheus, and those that could not be planned, with the reason. */
export interface VisitPlan {
  readonly onHost: readonly PlannedCheck[];
  readonly fromBot: readonly PlannedCheck[];
  readonly fromPrometheus: readonly PlannedCheck[];
  readonly unplanned: readonly CheckRun[];
  /** Parameters by check id, as the parsers will see them. */
  readonly params: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Longest parameter value: a path on Linux is at most 4096 bytes, everything else is far shorter. */
const MAX_VALUE_LENGTH = 2048;

/** What a target says of the parameters that every check may ask for. */
function knownValues(target: Target): Readonly<Record<string, string | undefined>> {
  return {
    ...target.params,
    host: target.host,
    address: target.address,
    port: target.port === undefined ? undefined : String(target.port),
    url: target.url ?? defaultUrl(target),
    dns_name: target.params.dns_name ?? nameIn(target.url),
    unit: target.unit,
    error_log: target.errorLog ?? target.params.error_log,
    metrics_job: target.params.metrics_job ?? target.service,
  };
}

/** The name that a URL asks for; nothing for an address, which nobody looks up. */
function nameIn(url: string | undefined): string | undefined {
  const name = url === undefined ? undefined : URL.parse(url)?.hostname;
  return name === undefined || /^[\d.]+$|^\[/u.test(name) ? undefined : name;
}

/**
 * The root page of a port, for the checks that ask by HTTP when nobody gave a URL: on a gateway without traffic, our own request is
 * the one that shows the error.
 */
function defaultUrl({ address, port }: Target): string | undefined {
  if (port === undefined) return undefined;
  const host = address.includes(':') ? `[${address}]` : address;
  return `${port === 443 || port === 8443 ? 'https' : 'http'}://${host}:${port}/`;
}

type Binding =
  | { readonly kind: 'bound'; readonly values: Record<string, string> }
  | { readonly kind: 'unbound'; readonly detail: string; readonly hint: string };

function accepts(param: CheckParam, value: string): boolean {
  return value.length <= MAX_VALUE_LENGTH && new RegExp(`^(?:${param.allow})$`, 'u').test(value);
}

function bind(check: Check, target: Target): Binding {
  const known = knownValues(target);
  const values: Record<string, string> = {};
  for (const [name, param] of Object.entries(check.params)) {
    const value = known[name] ?? param.default;
    if (value === undefined) {
      return {
        kind: 'unbound',
        detail: `needs a ${name}, and none is known for ${target.host}`,
        hint: `give it with --${name === 'port' || name === 'url' ? name : `param ${name}`}${name === 'port' || name === 'url' ? ' VALUE' : '=VALUE'}, or declare the service in faultline.yml`,
      };
    }
    if (value !== param.default && !accepts(param, value)) {
      return {
        kind: 'unbound',
        detail: `${name} has a value that this check does not accept (${value.length} characters; allowed: ${param.allow})`,
        hint: `give another ${name}`,
      };
    }
    values[name] = value;
  }
  return { kind: 'bound', values };
}

/** Puts parameters into their `{{name}}` places: only ever inside one argv element, never into a shell text. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/gu, (_, name: string) => values[name] ?? '');
}

/** A pattern (RE2) that only this text matches. */
function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$-]/gu, String.raw`\$&`);
}

/** Puts parameters into a query, each as a part of the double-quoted string that it stands in: PromQL's escapes are those of Go, and JSON's are among them. */
function fillQuery(query: readonly QueryPart[], values: Readonly<Record<string, string>>): string {
  const inString = (text: string): string => JSON.stringify(text).slice(1, -1);
  return query
    .map(part => {
      if (part.kind === 'text') return part.text;
      const value = values[part.name] ?? '';
      return inString(part.as === 'pattern' ? literal(value) : value);
    })
    .join('');
}

function planVariant(variant: Variant, values: Readonly<Record<string, string>>): PlannedVariant {
  const { way } = variant;
  switch (way.kind) {
    case 'run': {
      const [first, ...rest] = way.argv;
      return { kind: 'run', argv: [fill(first, values), ...rest.map(word => fill(word, values))], okExit: variant.okExit };
    }
    case 'read':
      return { kind: 'read', files: way.files.map(file => fill(file, values)) };
    case 'sh':
      return {
        kind: 'sh',
        needs: way.needs,
        text: way.text,
        args: way.args.map(arg => fill(arg, values)),
        okExit: variant.okExit,
        ...(way.shownAs === undefined ? {} : { shownAs: fill(way.shownAs, values) }),
      };
    case 'connect':
      return { kind: 'connect', address: fill(way.address, values), port: Number(fill(way.port, values)), attempts: way.attempts };
    case 'http':
      return { kind: 'http', url: fill(way.url, values), attempts: way.attempts };
    case 'tls':
      return { kind: 'tls', url: fill(way.url, values) };
    case 'promql':
      return { kind: 'promql', query: fillQuery(way.query, values), ...(way.range ? { range: way.range } : {}) };
  }
}

/** Ids of the checks that the faults need, and those that the symptoms want shown. */
function checksFor(playbooks: Playbooks, symptoms: readonly string[]): readonly string[] {
  const ids = new Set<string>();
  for (const id of symptoms) {
    const symptom = playbooks.symptoms.get(id);
    for (const fault of symptom?.consider ?? []) for (const check of playbooks.faults.get(fault)?.checks ?? []) ids.add(check);
    for (const check of symptom?.show ?? []) ids.add(check);
    for (const kind of symptom?.reviews ?? [])
      for (const { checks } of playbooks[kind].values()) for (const check of checks) ids.add(check);
  }
  return [...ids].filter(id => playbooks.checks.has(id)).sort();
}

/** How the bot's own probes reach a target. `local`: the bot runs on the host itself and cannot see it from outside. */
export type Reach = 'direct' | 'behind-jump' | 'local';

/** Why a probe from the bot says nothing about a target, if that is so. HTTP timing from the host itself is worth having. */
function blindness(variant: PlannedVariant | undefined, reach: Reach, host: string): string | undefined {
  // Without https there is no handshake to make, and that is known from anywhere.
  if (variant?.kind === 'tls' && !variant.url.startsWith('https:')) return undefined;
  if (reach === 'behind-jump') return `${host} is reached through a jump host, so a connection from here says nothing about it`;
  if (reach === 'local' && variant?.kind === 'connect') return `this runs on ${host} itself, so it cannot see it from outside`;
  return undefined;
}

/**
 * Why Prometheus cannot be asked about a target, if that is so: it knows hosts by the addresses that it scrapes, and under a loopback
 * address it scrapes its own machine, whichever that is.
 */
function namelessness({ params }: Check, { host, address }: Target, reach: Reach): string | undefined {
  if (!('host' in params || 'address' in params) || (reach !== 'local' && !isLoopback(address))) return undefined;
  return `if Prometheus knows ${host}, then by another address than ${address}, and that is not known here`;
}

/**
 * Plans one visit to one target: binds every parameter, or says why a check is left out. Behind a jump host the bot's own probes
 * are left out: they would time out on the way and look like a finding.
 */
export function planVisit(playbooks: Playbooks, symptoms: readonly string[], target: Target, reach: Reach): VisitPlan {
  return planChecks(playbooks, checksFor(playbooks, symptoms), target, reach);
}

/** Plans single checks, by their ids, as `planVisit` does those of symptoms. */
export function planChecks(playbooks: Playbooks, ids: readonly string[], target: Target, reach: Reach): VisitPlan {
  const onHost: PlannedCheck[] = [];
  const fromBot: PlannedCheck[] = [];
  const fromPrometheus: PlannedCheck[] = [];
  const unplanned: CheckRun[] = [];
  const params = new Map<string, Readonly<Record<string, string>>>();
  for (const id of ids) {
    const check = playbooks.checks.get(id);
    if (!check) continue;
    const binding = bind(check, target);
    if (binding.kind === 'unbound') {
      unplanned.push({ kind: 'not-run', key: id, reason: 'skipped', detail: binding.detail, hint: binding.hint });
      continue;
    }
    params.set(id, binding.values);
    const planned: PlannedCheck = {
      key: id,
      check: id,
      title: check.title,
      sample: check.sample,
      cost: check.cost,
      timeoutSeconds: check.timeoutSeconds,
      capBytes: check.capBytes,
      variants: check.variants.map(variant => planVariant(variant, binding.values)),
    };
    const metrics = planned.variants.some(variant => variant.kind === 'promql');
    const bot = planned.variants.some(({ kind }) => kind === 'connect' || kind === 'http' || kind === 'tls');
    const blind = metrics ? namelessness(check, target, reach) : bot ? blindness(planned.variants[0], reach, target.host) : undefined;
    if (blind !== undefined) unplanned.push({ kind: 'not-run', key: id, reason: 'skipped', detail: blind, hint: '' });
    else (metrics ? fromPrometheus : bot ? fromBot : onHost).push(planned);
  }
  return { onHost, fromBot, fromPrometheus, unplanned, params };
}
