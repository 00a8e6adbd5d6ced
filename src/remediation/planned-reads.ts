import type { Remedy } from '../model/remedy.js';
import type { PlannedRead } from '../model/remedy-plan.js';
import { fillCommand, fillWord } from './fill-command.js';

/** What must be read on the host before the plan can be rendered, with the values of the finding filled in. */
export function plannedReads(remedy: Remedy, found: Readonly<Record<string, string>>): readonly PlannedRead[] {
  if (remedy.kind === 'guided') return [];
  return remedy.read.map(({ name, way }) => ({
    name,
    way: way.kind === 'file' ? { kind: 'file', path: fillWord(way.path, found) } : { kind: 'run', argv: fillCommand(way.argv, found) },
  }));
}
