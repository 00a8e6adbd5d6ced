import type { Fault, Problem, Weight } from '../model/playbook.js';
import type { YamlFile } from './read-yaml.js';
import type { FaultSource } from './schema-fault.js';

const isAboveWeak = (weight: Weight | undefined): boolean => weight?.side === 'for' && weight.strength !== 'weak';

/** True for `tcp.delta.ListenDrops` and the window that it belongs to: counters of the whole host. */
const isHostWide = (field: string): boolean => /^[^.]+\.(?:delta\.[^.]+|window_s)$/.test(field);

function evidenceProblems(fault: Fault, source: FaultSource, file: YamlFile): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const isAboutSomething = Object.keys(fault.about).length > 0;
  for (const [index, { id, when, ifTrue, ifFalse }] of fault.evidence.entries()) {
    const written = source.evidence[index];
    const path = ['evidence', index];
    const report = (key: string, message: string): void => {
      problems.push({ place: file.placeOf([...path, key]), message });
    };
    if (seen.has(id)) report('id', `"${id}" stands twice in this fault's evidence; each line needs its own id.`);
    seen.add(id);
    if (written?.if_false === undefined) {
      report(
        'id',
        `"${id}" does not say what it means when it is false. Add if_false: against weak (or stronger), or if_false: none when silence proves nothing, as in a log.`,
      );
    }
    if (!ifTrue && !ifFalse) report('id', `"${id}" counts neither when true nor when false; give it an if_true or an if_false.`);
    if (when.checks.length === 0) report('when', `"${when.text}" reads no check, so that it says nothing about the host.`);
    if (when.fields.some(field => /^[^.]+\.total\./.test(field)) && (isAboveWeak(ifTrue) || isAboveWeak(ifFalse))) {
      report(
        isAboveWeak(ifTrue) ? 'if_true' : 'if_false',
        `"${id}" reads a total since boot, which may be months old: it can be "for weak" at most. Read the rise, delta, for more.`,
      );
    }
    const isConclusiveFor = ifTrue?.side === 'for' && ifTrue.strength === 'conclusive';
    if (isAboutSomething && isConclusiveFor && when.fields.length > 0 && when.fields.every(isHostWide)) {
      const about = Object.keys(fault.about).join(', ');
      report(
        'if_true',
        `"${id}" reads a counter of the whole host, which does not name the ${about} that this fault is about: it can be "for strong" at most.`,
      );
    }
  }
  return problems;
}

function remedyProblems(source: FaultSource, file: YamlFile): Problem[] {
  const problems: Problem[] = [];
  if (source.role === 'effect' && source.remedies.length > 0) {
    problems.push({
      place: file.placeOfKey([], 'remedies'),
      message: 'an effect has no remedies: what removes it is the remedy of its cause. Leave remedies out, or make it a cause.',
    });
  }
  for (const [index, name] of source.remedies.entries()) {
    if (source.remedies.indexOf(name) < index)
      problems.push({ place: file.placeOf(['remedies', index]), message: `"${name}" stands twice in this fault's remedies.` });
  }
  return problems;
}

/** Rules for one fault that its types can't express (docs/decisions/0005): weights that its evidence can't carry. */
export function lintFault(fault: Fault, source: FaultSource, file: YamlFile): readonly Problem[] {
  return [...evidenceProblems(fault, source, file), ...remedyProblems(source, file)];
}
