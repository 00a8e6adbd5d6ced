/** One metric of a text in Prometheus' format. */
export interface SeenMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  /** Names of its labels, without those that a histogram or summary makes itself; sorted. */
  readonly labels: readonly string[];
}

/** The metrics in a text of `/metrics`, with the labels that their series have. */
export function metricsIn(text: string): readonly SeenMetric[] {
  const seen: { name: string; type: string; help: string; labels: Set<string> }[] = [];
  for (const line of text.split('\n')) {
    const help = /^# HELP (\S+) (.*)$/u.exec(line);
    if (help) seen.push({ name: help[1] ?? '', type: '', help: help[2] ?? '', labels: new Set() });
    const last = seen.at(-1);
    const type = /^# TYPE \S+ (\S+)$/u.exec(line)?.[1];
    if (last && type) last.type = type;
    if (last && !line.startsWith('#'))
      for (const [, label = ''] of line.matchAll(/[{,]([a-z_]+)="/gu)) if (label !== 'le' && label !== 'quantile') last.labels.add(label);
  }
  return seen.map(({ labels, ...metric }) => ({ ...metric, labels: [...labels].sort() }));
}
