/** How to get to one host. Everything is resolved: no defaults are left to look up. */
export type HostWay =
  /** This machine itself, without SSH. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'ssh';
      readonly address: string;
      readonly port: number;
      readonly user: string;
      /** Private key files to offer, in order; the agent is asked as well when SSH_AUTH_SOCK is set. */
      readonly identityFiles: readonly string[];
      /** Pinned host key (`ssh-ed25519 AAAA…`); when set, known_hosts is not asked. */
      readonly hostKey?: string;
      /** known_hosts files to trust, in order. */
      readonly knownHosts: readonly string[];
      /** Name under which the key stands in known_hosts, when it is not the address. */
      readonly hostKeyAlias?: string;
      /** Jump hosts, first hop first; each is verified like the host itself. */
      readonly jump: readonly InventoryHost[];
    };

/** A host that the operator declared. */
export interface InventoryHost {
  readonly name: string;
  /** Further addresses under which others know it (upstream addresses in logs): IPs and names. */
  readonly addresses: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly way: HostWay;
}

/** A service that the operator declared: where it runs and how to reach it. */
export interface InventoryService {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly port?: number;
  readonly unit?: string;
  readonly url?: string;
  readonly errorLog?: string;
  readonly dependsOn: readonly string[];
}

export interface Inventory {
  readonly hosts: readonly InventoryHost[];
  readonly services: readonly InventoryService[];
}
