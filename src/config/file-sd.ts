import { parseDocument } from 'yaml';
import { z } from 'zod';
import { allowed } from './allowed.js';

/** A machine that a Prometheus file_sd file names. */
export interface DiscoveredHost {
  /** Host part of the label `instance` if there is one, else of the target. */
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface FileSdRead {
  readonly hosts: readonly DiscoveredHost[];
  /** One sentence for each thing that could not be used. */
  readonly troubles: readonly string[];
}

const groups = z.array(z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.coerce.string()).optional() }));

/**
 * Hosts of one file_sd file, JSON or YAML (JSON is YAML). The port of a target is its exporter's, never that of SSH, and is dropped; the
 * same machine with two exporters is one host with the labels of both.
 */
export function readFileSd(path: string, text: string): FileSdRead {
  const document = parseDocument(text, { prettyErrors: false });
  const broken = document.errors[0];
  if (broken) return { hosts: [], troubles: [`${path} is neither JSON nor YAML: ${broken.message}`] };
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 }) ?? [];
  } catch {
    return { hosts: [], troubles: [`${path} cannot be expanded: too many YAML aliases`] };
  }
  const parsed = groups.safeParse(raw);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    return {
      hosts: [],
      troubles: [
        `${path} is not a file_sd file${at === '' ? '' : ` at ${at}`}: a list of {targets: ["host:port"], labels: {…}} is expected`,
      ],
    };
  }
  const hosts = new Map<string, DiscoveredHost>();
  const troubles: string[] = [];
  for (const { targets, labels = {} } of parsed.data) {
    const kept = Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__')));
    for (const target of targets) {
      const address = hostPart(target);
      if (address === undefined) {
        troubles.push(`${path}: target ${JSON.stringify(target.slice(0, 60))} does not begin with a host name or address`);
        continue;
      }
      const known = hosts.get(address);
      const name = known?.name ?? hostPart(labels.instance ?? '') ?? address;
      hosts.set(address, { name, address, labels: { ...kept, ...known?.labels } });
    }
  }
  return { hosts: [...hosts.values()], troubles };
}

/** `10.0.0.7` of `10.0.0.7:9100`, `[::1]:9100` or `http://10.0.0.7:9100/metrics`; undefined when there is none. */
function hostPart(target: string): string | undefined {
  const found = /^(?:https?:\/\/)?(?:\[([0-9A-Fa-f:.%]+)\]|([^:/\s[\]]+))(?::\d+)?(?:\/.*)?$/.exec(target);
  const host = found?.[1] ?? found?.[2];
  return host !== undefined && host.length <= allowed.address.most && allowed.address.pattern.test(host) ? host : undefined;
}
