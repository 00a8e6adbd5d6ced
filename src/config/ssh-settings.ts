import type { AgentUse } from '../model/host.js';
import { quote } from './allowed.js';

/** One hop of ProxyJump; what is absent comes from the hop's own entry in ~/.ssh/config. */
export interface JumpHop {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** What `ssh -G NAME` says of a host, paths expanded. */
interface SshSettings {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  readonly agent?: AgentUse;
  readonly knownHosts: readonly string[];
  readonly revokedHostKeys?: string;
  readonly hostKeyAlias?: string;
  readonly jump: readonly JumpHop[];
}

export type SshSettingsRead =
  | { readonly kind: 'settings'; readonly settings: SshSettings }
  | { readonly kind: 'refused'; readonly says: string };

/** Who asks: for `~`, `%d`, `%u` and `${VAR}` in paths. */
export interface LocalPerson {
  readonly home: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads the output of `ssh -G alias`. Refuses, in a sentence, what cannot be carried out as written. */
export function parseSshSettings(alias: string, output: string, person: LocalPerson): SshSettingsRead {
  const values = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const [, key, value] = /^([a-z0-9]+) (.*?)\r?$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const one = (key: string): string | undefined => values.get(key)?.[0];
  const refused = (says: string): SshSettingsRead => ({ kind: 'refused', says });

  const address = one('hostname');
  const user = one('user');
  const port = Number(one('port') ?? Number.NaN);
  if (!address || !user || !Number.isInteger(port) || port < 1 || port > 65535) {
    return refused(`\`ssh -G ${alias}\` did not print a hostname, user and port; try it in a terminal and mend ~/.ssh/config.`);
  }
  const proxyCommand = one('proxycommand');
  if (proxyCommand !== undefined && proxyCommand !== 'none') {
    return refused(
      `${alias} is reached by a ProxyCommand in ~/.ssh/config (${quote(proxyCommand)}), which Faultline does not run. ` +
        `Use ProxyJump there, or declare ${alias} in faultline.yml with \`jump:\`.`,
    );
  }
  const jump = parseProxyJump(one('proxyjump') ?? 'none');
  if (jump === undefined)
    return refused(
      `ProxyJump of ${alias} in ~/.ssh/config (${quote(one('proxyjump') ?? '')}) cannot be read: write [user@]host[:port], several with commas.`,
    );

  const hostKeyAlias = one('hostkeyalias');
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    d: person.home,
    h: address,
    k: hostKeyAlias ?? alias,
    n: alias,
    p: String(port),
    r: user,
    u: person.user,
  };
  const paths: { identityFiles: string[]; knownHosts: string[]; revoked: string[]; agents: string[] } = {
    identityFiles: [],
    knownHosts: [],
    revoked: [],
    agents: [],
  };
  const identityAgent = one('identityagent') ?? 'SSH_AUTH_SOCK';
  const isPath = identityAgent !== 'SSH_AUTH_SOCK' && !/^\$(?!\{)/.test(identityAgent);
  const given: readonly (readonly [keyof typeof paths, readonly string[]])[] = [
    ['identityFiles', values.get('identityfile') ?? []],
    ['knownHosts', [...pathList(one('userknownhostsfile') ?? ''), ...pathList(one('globalknownhostsfile') ?? '')]],
    ['revoked', values.get('revokedhostkeys') ?? []],
    ['agents', isPath ? [identityAgent] : []],
  ];
  for (const [into, written] of given) {
    for (const path of written) {
      if (path === 'none') continue;
      const expanded = expand(path, tokens, person);
      if (expanded === undefined)
        return refused(
          `the path ${quote(path)} of ${alias} in ~/.ssh/config holds a % token or variable that Faultline cannot expand; write the path out.`,
        );
      paths[into].push(expanded);
    }
  }
  const { identityFiles, knownHosts, revoked, agents } = paths;
  const socket = isPath ? agents[0] : identityAgent === 'SSH_AUTH_SOCK' ? undefined : (person.env[identityAgent.slice(1)] ?? '');
  const [revokedHostKeys] = revoked;
  return {
    kind: 'settings',
    settings: {
      address,
      port,
      user,
      identityFiles,
      ...agentUse(identityAgent === 'none' || socket === '', one('identitiesonly') === 'yes', socket),
      knownHosts,
      ...(revokedHostKeys === undefined ? {} : { revokedHostKeys }),
      ...(hostKeyAlias ? { hostKeyAlias } : {}),
      jump,
    },
  };
}

/** IdentityAgent and IdentitiesOnly; nothing when both are as OpenSSH has them by default. */
function agentUse(none: boolean, identitiesOnly: boolean, socket: string | undefined): { readonly agent?: AgentUse } {
  if (none) return { agent: { keys: 'none' } };
  if (socket === undefined && !identitiesOnly) return {};
  return { agent: { ...(socket === undefined ? {} : { socket }), keys: identitiesOnly ? 'identity-files' : 'all' } };
}

/** `ssh -G` prints several files in one line without quotes; a word that begins no path belongs to the one before it. */
function pathList(line: string): string[] {
  const paths: string[] = [];
  for (const word of line.split(' ').filter(part => part !== '')) {
    const last = paths.at(-1);
    if (last === undefined || /^[/~%$]/.test(word) || word === 'none') paths.push(word);
    else paths[paths.length - 1] = `${last} ${word}`;
  }
  return paths;
}

function expand(path: string, tokens: Readonly<Record<string, string>>, person: LocalPerson): string | undefined {
  let unknown = false;
  const text = path
    .replace(/^~(?=\/|$)/, () => person.home)
    .replace(/%(.?)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, token: string | undefined, variable: string | undefined) => {
      const value = variable === undefined ? tokens[token ?? ''] : person.env[variable];
      if (value === undefined) unknown = true;
      return value ?? '';
    });
  return unknown ? undefined : text;
}

/** `bob@b1:2200,[::1]:22,c` to hops; undefined when it cannot be read. */
export function parseProxyJump(text: string): JumpHop[] | undefined {
  if (text === 'none') return [];
  const hops: JumpHop[] = [];
  for (const written of text.split(',')) {
    const found = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:@\s[\]-][^:@\s[\]]*))(?::(\d{1,5}))?\/?$/.exec(written.trim());
    const host = found?.[2] ?? found?.[3];
    const port = found?.[4] === undefined ? undefined : Number(found[4]);
    if (host === undefined || (port !== undefined && (port < 1 || port > 65535))) return undefined;
    hops.push({ host, ...(found?.[1] === undefined ? {} : { user: found[1] }), ...(port === undefined ? {} : { port }) });
  }
  return hops;
}
