import type { Symptom } from '../model/playbook.js';

/** What the words of a person can name. */
export interface KnownNames {
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly services: readonly {
    readonly name: string;
    readonly hosts: readonly string[];
    readonly port?: number;
    readonly url?: string;
  }[];
  readonly symptoms: readonly Pick<Symptom, 'id' | 'title' | 'phrases' | 'notPhrases' | 'asks'>[];
  /** Names of the parameters that checks take. */
  readonly params: readonly string[];
}

/** What a word names, by the name that it was declared with. */
export type Named = { readonly kind: 'host' | 'service'; readonly name: string; readonly port?: string };

/** Looks up words; case does not matter. */
export interface NameIndex {
  /** `api-1`, `10.0.0.11`, `checkout`, and each with `:PORT` behind it. A name of both is the host. */
  readonly find: (word: string) => Named | undefined;
  /** The declared service at a URL's origin, or the host that it names. */
  readonly atUrl: (url: string) => Named | undefined;
}

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** Splits `api-1:8080` and `[fd00::1]:8080`; a bare IPv6 address has no port. */
export function splitPort(word: string): { readonly name: string; readonly port?: string } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]+)):(\d{1,7})$/u.exec(word);
  const name = match?.[1] ?? match?.[2];
  const port = match?.[3];
  return name === undefined || port === undefined ? { name: word.replace(/^\[|\]$/gu, '') } : { name, port };
}

/** Makes the index once for many words. */
export function indexNames(known: KnownNames): NameIndex {
  const names = new Map<string, Named>();
  const origins = new Map<string, Named>();
  for (const { name, url } of known.services) {
    names.set(name.toLowerCase(), { kind: 'service', name });
    const origin = url === undefined ? undefined : originOf(url);
    // Two services behind one gateway: its address names neither.
    if (origin !== undefined) origins.set(origin, origins.has(origin) ? { kind: 'service', name: '' } : { kind: 'service', name });
  }
  for (const { name, addresses } of known.hosts)
    for (const address of addresses) if (!names.has(address.toLowerCase())) names.set(address.toLowerCase(), { kind: 'host', name });
  for (const { name } of known.hosts) names.set(name.toLowerCase(), { kind: 'host', name });
  const find = (word: string): Named | undefined => {
    const { name, port } = splitPort(word.replace(/^@/u, ''));
    const found = names.get(name.toLowerCase());
    return found && port !== undefined ? { ...found, port } : found;
  };
  return {
    find,
    atUrl: url => {
      const origin = originOf(url);
      const declared = origin === undefined ? undefined : origins.get(origin);
      if (declared) return declared.name === '' ? undefined : declared;
      const named = origin === undefined ? undefined : find(new URL(url).hostname);
      return named?.kind === 'host' ? named : undefined;
    },
  };
}
