import { nearest } from './nearest.js';

/** A mistake that spans several keys, with the place to mend it. */
export interface Slip {
  readonly steps: readonly (string | number)[];
  readonly says: string;
}

type Keys = Readonly<Record<string, unknown>>;
const keysOf = (value: unknown): Keys => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Keys) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * What one key alone cannot show: names given twice, references to nothing, a Slack mode without its token. Works on the raw file, and
 * passes over what has the wrong shape, so that these come together with the schema's own problems.
 */
export function slips(raw: unknown): Slip[] {
  const file = keysOf(raw);
  return [...doubleHosts(file), ...unknownServices(file), ...slackTokens(file)];
}

function doubleHosts(file: Keys): Slip[] {
  const seen = new Map<string, number>();
  return listOf(file.hosts).flatMap((host, i): Slip[] => {
    const name = keysOf(host).name;
    if (typeof name !== 'string') return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, i);
      return [];
    }
    return [{ steps: ['hosts', i, 'name'], says: `"${name}" is already the name of hosts[${first}]; give each host a name of its own.` }];
  });
}

function unknownServices(file: Keys): Slip[] {
  const services = keysOf(file.services);
  const names = Object.keys(services);
  return names.flatMap(name =>
    listOf(keysOf(services[name]).depends_on).flatMap((needed, i): Slip[] => {
      if (typeof needed !== 'string' || Object.hasOwn(services, needed)) return [];
      const near = nearest(needed, names, 1)[0];
      const meant = near === undefined ? '' : ` Did you mean "${near}"?`;
      return [
        {
          steps: ['services', name, 'depends_on', i],
          says: `"${needed.slice(0, 40)}" is not a service of this file.${meant} Declared: ${names.join(', ')}.`,
        },
      ];
    }),
  );
}

function slackTokens(file: Keys): Slip[] {
  if (!Object.hasOwn(file, 'slack')) return [];
  const slack = keysOf(file.slack);
  const http = slack.mode === 'http';
  const needed = http ? 'signing_secret' : 'app_token';
  if (Object.hasOwn(slack, needed)) return [];
  const example = http ? 'env:SLACK_SIGNING_SECRET' : 'env:SLACK_APP_TOKEN';
  return [
    {
      steps: ['slack'],
      says: `\`${needed}\` is missing, which mode ${http ? 'http' : 'socket'} needs: write \`${needed}: ${example}\` or file:PATH.`,
    },
  ];
}
