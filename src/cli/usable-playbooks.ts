import type { Playbooks } from '../model/playbook.js';
import { complain } from './complain.js';
import { renderProblem } from './render-problem.js';
import type { CliServices } from './services.js';

/** Loads playbooks to work with; undefined, and every mistake said, when one of them cannot be used. */
export function usablePlaybooks(services: CliServices, folders: readonly string[]): Playbooks | undefined {
  const { playbooks, problems: all } = services.loadPlaybooks(folders);
  // A case is a test: a mistake in one must not keep anybody from an answer.
  const problems = all.filter(({ place }) => !/(?:^|\/)cases\//u.test(place.file));
  if (problems.length === 0) return playbooks;
  complain(services.err, [
    ...problems.slice(0, 18).map(renderProblem),
    'A playbook with a mistake is never used: mend it, then run `faultline playbooks lint`.',
  ]);
  return undefined;
}
