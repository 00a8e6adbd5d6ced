/**
 * Facts: typed values with their source. Numbers are doubles in base units (seconds, bytes, ratios), times are
 * seconds since the epoch. A value that we do not have is an absent key, never null, false or zero.
 */
export type FactScalar = number | string | boolean;

/** One entry of a list of facts. `line` is the raw line that it was read from. */
export interface FactRow {
  readonly [field: string]: FactScalar;
}

/** A group of scalars, such as `delta` of a counter check. */
interface FactGroup {
  readonly [field: string]: FactScalar;
}

export type FactValue = FactScalar | FactGroup | readonly FactRow[];

/** The values of one check: what conditions see under the check's id. */
export interface FactValues {
  readonly [name: string]: FactValue;
}

/** Where facts came from, so that every sentence can cite it. */
interface FactSource {
  readonly check: string;
  readonly host: string;
  readonly command: string;
  readonly exit: number;
  /** When it was looked at, seconds since the epoch by the host's clock. */
  readonly at: number;
  /** Line for a field that is not in a row, by its dotted name; `''` holds the line for the check as a whole. */
  readonly lines: Readonly<Record<string, string>>;
}

/** What one check taught about one host. */
export interface CheckFacts {
  readonly check: string;
  readonly host: string;
  readonly values: FactValues;
  readonly source: FactSource;
}

/** Why something is not known. */
export type GapReason =
  | 'missing' // no variant of the check can run there
  | 'denied' // it ran without the right to see
  | 'timeout' // our own time limit, not a finding
  | 'hung' // it did not end, not even when killed
  | 'failed' // it ended with an exit code that it does not document
  | 'empty' // it printed no sign of life
  | 'unparsed' // it printed something else than it should
  | 'truncated' // its output was cut; what is there is used
  | 'partial' // some of what it should show is not visible
  | 'stale' // the log does not reach back to the incident
  | 'skipped' // left out on purpose
  | 'unreachable' // the host could not be reached
  | 'not-captured'; // a replayed capture does not hold it

/** Something that could not be learnt, and why. */
export interface Gap {
  readonly check: string;
  readonly host: string;
  readonly reason: GapReason;
  readonly detail: string;
  readonly hint: string;
}

/** How a check went, for the list of checks in the report. */
export interface CheckStatus {
  readonly check: string;
  readonly host: string;
  readonly status: 'ok' | GapReason;
  readonly ms: number;
}
