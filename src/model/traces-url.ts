/** Which traces are wanted; times in seconds since the epoch. */
interface TracesQuestion {
  /** Inventory name of the service. */
  readonly service: string;
  readonly host: string;
  readonly from: number;
  readonly to: number;
}

/** Gives the address of a page that shows them. */
export type TracesUrl = (question: TracesQuestion) => string;

const PLACES: Readonly<Record<string, (question: TracesQuestion) => string | number>> = {
  service: ({ service }) => service,
  host: ({ host }) => host,
  from_s: ({ from }) => Math.floor(from),
  to_s: ({ to }) => Math.ceil(to),
  // Grafana, and Tempo in it.
  from_ms: ({ from }) => Math.floor(from * 1e3),
  to_ms: ({ to }) => Math.ceil(to * 1e3),
  // Jaeger.
  from_us: ({ from }) => Math.floor(from * 1e6),
  to_us: ({ to }) => Math.ceil(to * 1e6),
};

/** What may stand between braces in a template. */
export const TRACES_PLACES: readonly string[] = Object.keys(PLACES);

/** What stands between braces in it and is no place for a value. */
export function unknownPlaces(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/gu)].map(([, name = '']) => name).filter(name => !Object.hasOwn(PLACES, name));
}

/** Fills a template such as `https://jaeger.example/search?service={service}&start={from_us}&end={to_us}`; values are encoded for their place. */
export function tracesUrl(template: string): TracesUrl {
  return question => template.replace(/\{(\w+)\}/gu, (place, name: string) => encodeURIComponent(PLACES[name]?.(question) ?? place));
}
