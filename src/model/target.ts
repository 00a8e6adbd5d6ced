/** What an investigation looks at: one host and what is known of the thing that fails on it. */
export interface Target {
  /** Inventory name of the host. */
  readonly host: string;
  /** Address as the bot reaches it (IP or DNS name). */
  readonly address: string;
  readonly port?: number;
  readonly url?: string;
  /** systemd unit behind the port, when the inventory or the caller names it. */
  readonly unit?: string;
  /** Inventory name of the service, when there is one. */
  readonly service?: string;
  /** Error log of the proxy on this host, when the inventory names it. */
  readonly errorLog?: string;
  /** Further `--param K=V` values; a check takes one only if it declares it and its `allow` matches. */
  readonly params: Readonly<Record<string, string>>;
}
