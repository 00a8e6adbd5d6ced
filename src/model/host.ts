/** Which agent may be asked for which keys. Every key that is offered tells its owner to the other side. */
export interface AgentUse {
  /** Path of its socket; absent: SSH_AUTH_SOCK. */
  readonly socket?: string;
  /** `identity-files`: only the keys whose public half is that of an identity file (FILE.pub, or FILE itself). */
  readonly keys: 'all' | 'identity-files' | 'none';
}

/** How to get to one host. Everything is resolved: no defaults are left to look up. */
export type HostWay =
  /** This machine itself, without SSH. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'ssh';
      readonly address: string;
      readonly port: number;
      readonly user: string;
      /** Private key files to offer, in order. */
      readonly identityFiles: readonly string[];
      /** The SSH agent; absent: that of SSH_AUTH_SOCK, if set, with all its keys. */
      readonly agent?: AgentUse;
      /** Pinned host key (`ssh-ed25519 AAAA…`); when set, known_hosts is asked only for revoked keys. */
      readonly hostKey?: string;
      /** File with host keys that must never be accepted (RevokedHostKeys). One that cannot be read refuses every key. */
      readonly revokedHostKeys?: string;
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
  /** Parameters of checks that the inventory knows for this service; what a person gives comes before them. */
  readonly params?: Readonly<Record<string, string>>;
}

export interface Inventory {
  readonly hosts: readonly InventoryHost[];
  readonly services: readonly InventoryService[];
}
