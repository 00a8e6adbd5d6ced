// How ITBench-AA scores a diagnosis of one incident: a missed root cause makes it worthless, each false one beside the true ones makes it less precise.

/** What one run should have said and what it said; findings as `fault@host`. */
export interface Answer {
  /** The independent roots. Empty for a healthy host, and where only an effect can be seen. */
  readonly roots: readonly string[];
  /** Effects that the answer must stop at, when their cause can't be seen. */
  readonly tracedTo: readonly string[];
}

/** One scored run. */
export interface Score {
  /** 0 when a root was missed, else the share of true roots among those that were named: 0..1. */
  readonly points: number;
  /** The first root that was named (of an unseen cause: the effect traced to) is a true one. */
  readonly isFirstTrue: boolean;
  readonly missed: readonly string[];
  readonly untrue: readonly string[];
}

/**
 * Scores what was `found`, best first, against what is `true`. `beside`: findings that are true as well, effects for example; they
 * count neither for nor against.
 */
export function scoreOf(truth: Answer, found: Answer, beside: readonly string[] = []): Score {
  const wanted = truth.roots.length > 0 ? truth.roots : truth.tracedTo;
  const named = truth.roots.length > 0 ? found.roots : [...found.roots, ...found.tracedTo];
  const counted = named.filter(finding => wanted.includes(finding) || !beside.includes(finding));
  const missed = wanted.filter(finding => !named.includes(finding));
  const untrue = counted.filter(finding => !wanted.includes(finding));
  const precision = counted.length === 0 ? 1 : (counted.length - untrue.length) / counted.length;
  const [first] = counted;
  return {
    points: missed.length > 0 ? 0 : precision,
    isFirstTrue: first === undefined ? wanted.length === 0 : wanted.includes(first),
    missed,
    untrue,
  };
}
