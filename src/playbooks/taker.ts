import type { Problem } from '../model/playbook.js';
import type { Compiled } from './language.js';
import type { YamlFile } from './read-yaml.js';

type Path = readonly PropertyKey[];

/** Unwraps what was compiled, and files its problems under the place of its text. */
export function taker(file: YamlFile, problems: Problem[], seen: Set<string>) {
  return <T>(compiled: Compiled<T>, path: Path): T | undefined => {
    if (compiled.ok) {
      for (const check of compiled.reads.checks) seen.add(check);
      return compiled.value;
    }
    const cut = file.isCut(path) ? ' YAML took the rest of the line, from " #" on, for a comment: put the whole text in quotes.' : '';
    for (const { message, index } of compiled.problems) problems.push({ place: file.placeOf(path, index), message: `${message}${cut}` });
    return undefined;
  };
}
