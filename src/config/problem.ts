/** One thing that is wrong with what the operator wrote, with the place to mend it. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1; 0 when the place in the file is not known. */
  readonly line: number;
  readonly column: number;
  /** The key, as `hosts[0].port`; empty for the file as a whole. */
  readonly key: string;
  /** What is wrong and what to write instead. */
  readonly says: string;
}

/** One line for a terminal: `faultline.yml:4:11: hosts[0].port: …`. */
export function renderProblem(problem: ConfigProblem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
  return problem.key === '' ? `${place}: ${problem.says}` : `${place}: ${problem.key}: ${problem.says}`;
}
