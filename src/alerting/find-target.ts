import type { Alert } from '../model/alert.js';
import { harmless } from '../model/harmless.js';
import type { Question } from '../model/incident.js';
import type { ChosenSymptom } from './choose-symptom.js';
import { type FoundHost, findHosts, hostIndex } from './find-hosts.js';
import { findService } from './find-service.js';
import { readInstance } from './read-instance.js';
import type { AlertRule, ReadingTools } from './reading-tools.js';

/** What alerts are about. */
export interface FoundTarget extends Pick<Question, 'hosts' | 'service' | 'port' | 'url'> {
  /** One sentence each. */
  readonly because: readonly string[];
  /** No host: what to add to the configuration, one sentence each; else empty. */
  readonly lacks: readonly string[];
}

/** More hosts at once would take the bot from all other incidents; the first ones tell what there is. */
const MOST_HOSTS = 5;
const MOST_NAMED = 10;

/** A URL of which every character is allowed in a question (config/allowed.ts has the same). */
const PLAIN_URL = /^https?:\/\/[A-Za-z0-9[][A-Za-z0-9._~:/?#[\]@!&*+,=%-]{0,2000}$/u;

const some = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;

function lacking(unknown: readonly string[], { labels }: ReadingTools): readonly string[] {
  const named =
    unknown.length === 0
      ? `None of the labels ${labels.host.join(', ')} or ${labels.service.join(', ')} of these alerts names a host or a service.`
      : `No declared host has the name or the address in ${some(unknown)}.`;
  return [
    `${named} So there is nothing to look at.`,
    'Add the host under `hosts:` (with its `addresses:`), or a rule under `alertmanager.rules:` that gives these alerts a host or a service.',
    'If another label names it, add that label to `alertmanager.labels.host:`. The next incident of these alerts is then diagnosed.',
  ];
}

/** The one port that the alerts are about; undefined: several, or none that is known. */
function portOf(
  alerts: readonly Alert[],
  found: readonly FoundHost[],
  portFrom: string | undefined,
  { services }: ReadingTools,
  find: (name: string) => string | undefined,
): string | undefined {
  const declared = (host: string, port: string): boolean =>
    services.some(service => service.port === Number(port) && service.hosts.some(name => (find(name) ?? name) === host));
  const ports = [
    ...alerts.map(({ labels }) => (portFrom === undefined ? undefined : readInstance(labels[portFrom] ?? '')?.port)),
    ...alerts.map(({ labels }) => readInstance(`x:${labels.port ?? ''}`)?.port),
    // A port behind an instance is mostly that of an exporter: it counts only where a service is declared to be.
    ...found.map(({ host, instance: { port } }) => (port !== undefined && declared(host, port) ? port : undefined)),
  ].filter(port => port !== undefined);
  return new Set(ports).size === 1 ? ports[0] : undefined;
}

/** A prober's URL, when it leads to what is declared: the bot requests nothing else because of an alert. */
function urlOf(
  alerts: readonly Alert[],
  { labels, services }: ReadingTools,
  find: (name: string) => string | undefined,
): string | undefined {
  const declared = new Set(services.flatMap(({ url }) => (url !== undefined && URL.canParse(url) ? [new URL(url).hostname] : [])));
  const urls = alerts.flatMap(alert =>
    labels.host.flatMap(label => {
      const instance = readInstance(alert.labels[label] ?? '');
      if (instance?.url === undefined || !PLAIN_URL.test(instance.url)) return [];
      return find(instance.host) !== undefined || declared.has(new URL(instance.url).hostname) ? [instance.url] : [];
    }),
  );
  return new Set(urls).size === 1 ? urls[0] : undefined;
}

/**
 * The hosts, service, port and URL that alerts name.
 *
 * @param alerts the most telling first: their hosts are looked at when there are too many
 */
export function findTarget(
  alerts: readonly Alert[],
  rule: AlertRule | undefined,
  { symptom, portFrom }: ChosenSymptom,
  tools: ReadingTools,
): FoundTarget {
  const because: string[] = [];
  const find = hostIndex(tools.hosts);
  const byLabels = findHosts(alerts, tools.labels.host, find);
  const service = serviceOf(alerts, rule, tools, because);
  const found = rule?.host === undefined ? byLabels.found : [];
  const own = rule?.host === undefined ? found.map(({ host }) => host) : [rule.host];
  const served = (service?.hosts ?? []).map(name => find(name) ?? name);
  const all = own.length > 0 ? own : served;
  const hosts = all.slice(0, MOST_HOSTS);
  if (hosts.length === 0) return { hosts, because, lacks: lacking(byLabels.unknown, tools) };

  if (rule?.host !== undefined) because.push(`A rule of the configuration says host ${rule.host}.`);
  else if (found.length > 0) because.push(...found.slice(0, MOST_HOSTS).map(({ host, label }) => `Host ${host}, by the label ${label}.`));
  else because.push(`Service ${service?.name} runs on ${some(hosts)}.`);
  const leftOut = all.slice(MOST_HOSTS);
  if (leftOut.length > 0)
    because.push(
      `${MOST_HOSTS} hosts are looked at; ${leftOut.length} further ones are left out: ${some(leftOut.map(name => harmless(name)))}.`,
    );

  const fits = service !== undefined && hosts.every(host => served.includes(host));
  if (service && !fits) because.push(`Service ${service.name} is not declared on all of these hosts, so it is left out.`);
  const asks = tools.symptoms.find(({ id }) => id === symptom)?.asks ?? [];
  const port = rule?.port === undefined ? portOf(alerts, found, portFrom, tools, find) : String(rule.port);
  // Of a service, its declared port counts: another one would only be refused.
  const usesPort = port !== undefined && !(fits && service.port !== undefined);
  const url = asks.includes('url') ? urlOf(alerts, tools, find) : undefined;
  if (usesPort) because.push(`Port ${port}, by ${rule?.port === undefined ? 'the labels' : 'a rule of the configuration'}.`);
  return {
    hosts,
    ...(fits ? { service: service.name } : {}),
    ...(usesPort ? { port } : {}),
    ...(url === undefined ? {} : { url }),
    because,
    lacks: [],
  };
}

function serviceOf(
  alerts: readonly Alert[],
  rule: AlertRule | undefined,
  tools: ReadingTools,
  because: string[],
): ReadingTools['services'][number] | undefined {
  if (rule?.service !== undefined) {
    because.push(`A rule of the configuration says service ${rule.service}.`);
    return tools.services.find(({ name }) => name === rule.service);
  }
  const service = findService(alerts, tools);
  if (service.kind === 'several') because.push(`These alerts are about several services (${some(service.names)}), so none is asked about.`);
  if (service.kind !== 'found') return undefined;
  because.push(`Service ${service.service.name}, by the label ${service.label}.`);
  return service.service;
}
