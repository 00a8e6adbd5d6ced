import type { Problem } from '../model/playbook.js';

/** One problem as `file:line:column: message`, the form that editors and CI logs turn into links. */
export function renderProblem({ place, message }: Problem): string {
  return `${place.file}:${place.line}:${place.column}: ${message}`;
}
