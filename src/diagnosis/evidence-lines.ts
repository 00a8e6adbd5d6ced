import type { JudgedEvidence, Verdict } from '../model/diagnosis.js';
import { harmless } from '../model/harmless.js';
import type { EvidenceLine } from '../model/summary.js';

function sameLine(one: JudgedEvidence, other: JudgedEvidence | undefined): boolean {
  return other?.source !== undefined && other.source.command === one.source?.command && other.source.line === one.source.line;
}

/** The evidence that counted: what speaks for the fault first. Nothing is said twice, and a line that two sentences stand on is cited once. */
export function evidenceLines(verdict: Verdict): readonly EvidenceLine[] {
  const counted = verdict.evidence
    .flatMap(line => (line.weight ? [{ line, side: line.weight.side }] : []))
    .sort((a, b) => (a.side === b.side ? 0 : a.side === 'for' ? -1 : 1));
  const told = counted.filter(
    ({ line, side }, index) =>
      !counted.slice(0, index).some(before => before.side === side && before.line.says === line.says && sameLine(line, before.line)),
  );
  return told.map(({ line, side }, index) => {
    const says = harmless(line.says);
    if (!line.source || sameLine(line, told[index - 1]?.line)) return { side, says };
    const { host, command, exit, at, line: text } = line.source;
    return { side, says, source: { host, command: harmless(command), exit, at, line: harmless(text) } };
  });
}
