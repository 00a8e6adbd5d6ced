/** Longest raw line that a fact cites: it must fit a report, and a host must not be able to fill one. */
const MAX_CITED = 300;

/** A raw line as facts cite it: one line, no control characters, at most 300 characters. */
export function rowLine(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ').trim();
  return clean.length <= MAX_CITED ? clean : `${clean.slice(0, MAX_CITED - 1)}…`;
}
