/** What a sender of alerts says of one alert. Texts are data of strangers: bounded when they were read, never markup. */
export interface Alert {
  /** The sender's own id of the label set; two alerts of a group never share one. */
  readonly fingerprint: string;
  readonly state: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Seconds since the epoch, by the sender's clock. */
  readonly startsAt: number;
  /** Absent while it fires: the sender's zero time (`0001-01-01T00:00:00Z`) is no time. */
  readonly endsAt?: number;
  /** The rule or the graph that it comes from. */
  readonly generatorUrl?: string;
}

/** One notification: the present state of one group of alerts. */
export interface AlertGroup {
  readonly source: 'alertmanager' | 'grafana';
  /** The sender's key of the group; with `receiver` it names the group for good. */
  readonly key: string;
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  /** The sender's own page. */
  readonly externalUrl?: string;
  readonly alerts: readonly Alert[];
  /** Alerts that the sender left out (`truncatedAlerts`) or that were beyond our bound. */
  readonly leftOut: number;
}

/** Of what came in, before it is an incident. */
export interface AlertSignal {
  /** The same delivery twice has the same id: a digest of the group and what it says. */
  readonly id: string;
  /** Seconds since the epoch, by the bot's clock. */
  readonly receivedAt: number;
  readonly group: AlertGroup;
}
