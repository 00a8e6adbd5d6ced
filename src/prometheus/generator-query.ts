/** The query of an alert, and the page of Prometheus that shows it. */
export interface GeneratorQuery {
  readonly expression: string;
  /** The page as people reach it, for a query between two times (seconds since the epoch). */
  readonly linkTo: (query: string, from: number, to: number) => string;
}

const MOST_CHARACTERS = 8_000;

/**
 * Reads an alert's `generatorURL`: `…/graph?g0.expr=…`, or `…/query?g0.expr=…` of newer ones, below whatever path. Grafana's has no
 * query: undefined.
 */
export function generatorQuery(generatorUrl: string): GeneratorQuery | undefined {
  const url = URL.parse(generatorUrl);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || !/\/(?:graph|query)$/u.test(url.pathname)) return undefined;
  const expression = url.searchParams.get('g0.expr')?.trim() ?? '';
  if (expression === '' || expression.length > MOST_CHARACTERS) return undefined;
  return {
    expression,
    linkTo: (query, from, to) => {
      const page = new URL(url.pathname, url.origin);
      page.searchParams.set('g0.expr', query);
      page.searchParams.set('g0.tab', '0');
      page.searchParams.set('g0.range_input', `${Math.max(1, Math.ceil((to - from) / 60))}m`);
      page.searchParams.set('g0.end_input', new Date(to * 1000).toISOString().slice(0, 16).replace('T', ' '));
      return page.href;
    },
  };
}
