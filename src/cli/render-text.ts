import type { Diagnosis, Frontier, JudgedEvidence, OutcomeWord, Reading, Verdict } from '../model/diagnosis.js';
import type { Gap } from '../model/fact.js';
import type { Investigation } from '../model/investigation.js';
import type { Symptom } from '../model/playbook.js';
import { instanceName } from './instance-name.js';
import { clip, harmless, paint, type Terminal, wrap } from './terminal.js';
import { timeOfDay } from './timestamp.js';

const OUTCOME_TEXT: Readonly<Record<OutcomeWord, string>> = {
  'root-cause-confirmed': 'ROOT CAUSE CONFIRMED',
  'root-cause-likely': 'ROOT CAUSE LIKELY',
  traced: 'TRACED, CAUSE NOT ESTABLISHED',
  undetermined: "UNDETERMINED: I don't know",
  'none-of-these': 'NONE OF THESE',
};

function heading(terminal: Terminal, outcome: OutcomeWord): string {
  const text = OUTCOME_TEXT[outcome];
  if (outcome === 'root-cause-confirmed' || outcome === 'root-cause-likely') return paint(terminal, ['bold', 'red'], text);
  return outcome === 'none-of-these' ? paint(terminal, ['bold', 'green'], text) : paint(terminal, ['bold', 'yellow'], text);
}

/** One line of evidence: what it says, then the command and the very line that it stands on. */
function evidenceText(terminal: Terminal, line: JudgedEvidence, before: JudgedEvidence | undefined): string {
  const sign = line.weight?.side === 'against' ? '-' : '+';
  const parts = [wrap(harmless(line.says), terminal.columns, `  ${sign} `, '    ')];
  // Two sentences that stand on the same line show it once.
  const shown = before?.source !== undefined && before.source.command === line.source?.command && before.source.line === line.source.line;
  if (line.source && !shown) {
    const { host, command, exit, at, line: text } = line.source;
    parts.push(
      paint(terminal, 'dim', `${clip(`      ${host}$ ${harmless(command)}`, terminal.columns - 26)}  (exit ${exit}, ${timeOfDay(at)})`),
    );
    if (text !== '') parts.push(paint(terminal, 'cyan', clip(`      | ${harmless(text)}`, terminal.columns)));
  }
  return parts.join('\n');
}

function supporting(verdict: Verdict): readonly JudgedEvidence[] {
  return verdict.evidence
    .filter(line => line.weight !== undefined)
    .sort((a, b) => (a.weight?.side === b.weight?.side ? 0 : a.weight?.side === 'for' ? -1 : 1));
}

function findingText(terminal: Terminal, verdict: Verdict): string {
  const parts = [
    `  ${paint(terminal, 'bold', harmless(verdict.title))}`,
    paint(terminal, 'dim', `  ${instanceName(verdict)} (${verdict.word})`),
  ];
  const lines = supporting(verdict);
  parts.push(...lines.map((line, index) => evidenceText(terminal, line, lines[index - 1])));
  if (verdict.advice !== '') parts.push(wrap(harmless(verdict.advice), terminal.columns, '  next: ', '        '));
  return parts.join('\n');
}

/** Gaps with the same reason on the same host are one sentence: twenty times "unreachable" says nothing more than once. */
function gapsText(terminal: Terminal, gaps: readonly Gap[]): string {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.host}\n${gap.reason}\n${gap.reason === 'unreachable' ? '' : gap.detail}`;
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  const parts = [paint(terminal, ['bold', 'yellow'], 'Could not be checked')];
  for (const group of groups.values()) {
    const [gap] = group;
    if (!gap) continue;
    parts.push(
      wrap(
        `${group.map(({ check }) => check).join(', ')} on ${gap.host}: ${gap.reason}. ${harmless(gap.detail)}`,
        terminal.columns,
        '  ? ',
        '    ',
      ),
    );
    if (gap.hint !== '') parts.push(wrap(harmless(gap.hint), terminal.columns, '    > ', '      '));
  }
  return parts.join('\n');
}

/** The line of evidence that speaks loudest against a fault. */
function decisive(verdict: Verdict): string {
  const against = verdict.evidence.filter(line => line.weight?.side === 'against');
  const order = ['conclusive', 'strong', 'moderate', 'weak'];
  const [first] = [...against].sort((a, b) => order.indexOf(a.weight?.strength ?? '') - order.indexOf(b.weight?.strength ?? ''));
  const [only] = verdict.evidence;
  return harmless(first?.says ?? (only?.id === 'nothing-concerned' ? only.says : 'too little speaks for it'));
}

function namedList(terminal: Terminal, title: string, verdicts: readonly Verdict[], says: (verdict: Verdict) => string): string {
  const width = Math.min(28, Math.max(...verdicts.map(verdict => instanceName(verdict).length)));
  const lines = verdicts.map(verdict =>
    wrap(says(verdict), terminal.columns, `  ${instanceName(verdict).padEnd(width)}  `, ' '.repeat(width + 4)),
  );
  return [paint(terminal, 'bold', title), ...lines].join('\n');
}

function chainText(terminal: Terminal, diagnosis: Diagnosis, chain: readonly number[], symptom: Symptom | undefined): string {
  const names = chain.flatMap(index => diagnosis.verdicts[index] ?? []).map(instanceName);
  return wrap([...names, `"${symptom?.title ?? diagnosis.symptom}"`].join(' -> '), terminal.columns, '  chain: ', '         ');
}

/** Where the time goes, from here and from the host: the first question of every slow request. */
function readingsText(terminal: Terminal, readings: readonly Reading[]): string {
  const lines = readings.map(({ title, host, parts }) => wrap(`${title} (${host}): ${parts.join(', ')}`, terminal.columns, '  ', '    '));
  return [paint(terminal, 'bold', 'Measured'), ...lines].join('\n');
}

function frontierText({ kind, from, address, port, why }: Frontier): string {
  const rest =
    kind === 'not-in-inventory'
      ? 'which is not in the inventory: declare it in faultline.yml to have it followed.'
      : 'which was not looked at: this investigation has gone far enough. Diagnose it there.';
  return `${from} points to ${harmless(address)}:${port} (${why}), ${rest}`;
}

/** What was not found, in words that cannot be taken for "all is well". */
function nothingText(diagnosis: Diagnosis): string {
  if (diagnosis.outcome === 'none-of-these')
    return 'Every fault that this playbook knows for the symptom was looked for and is not there. The cause is something else.';
  return 'No cause could be established: what could not be checked might be it.';
}

/** The summary for a person: reads well in 80 columns, gaps above the findings, every sentence with its line. */
export function renderText(investigation: Investigation, symptom: Symptom | undefined, terminal: Terminal): string {
  const { diagnosis, capture } = investigation;
  const verdictsAt = (indexes: readonly number[]): readonly Verdict[] => indexes.flatMap(index => diagnosis.verdicts[index] ?? []);
  const places = capture.visits.map(({ target }) => `${target.host}${target.port === undefined ? '' : `:${target.port}`}`);
  const sections = [
    `${paint(terminal, 'bold', symptom?.title ?? diagnosis.symptom)} on ${places[0] ?? ''}${places.length > 1 ? ` (then ${places.slice(1).join(', ')})` : ''}: ${diagnosis.checks.length} checks in ${(capture.durationMs / 1000).toFixed(1)} s`,
  ];
  if (diagnosis.gaps.length > 0) sections.push(gapsText(terminal, diagnosis.gaps));
  const shown = [...diagnosis.roots, ...diagnosis.tracedTo];
  if (diagnosis.readings.length > 0) sections.push(readingsText(terminal, diagnosis.readings));
  const findings = [heading(terminal, diagnosis.outcome)];
  if (shown.length === 0) findings.push(wrap(nothingText(diagnosis), terminal.columns, '  ', '  '));
  for (const [position, index] of shown.entries()) {
    const verdict = diagnosis.verdicts[index];
    if (verdict)
      findings.push(findingText(terminal, verdict), chainText(terminal, diagnosis, diagnosis.chains[position] ?? [index], symptom));
  }
  for (const frontier of diagnosis.frontiers) findings.push(wrap(frontierText(frontier), terminal.columns, '  ! ', '    '));
  sections.push(findings.join('\n'));
  const along = [...new Set(diagnosis.chains.flat())].filter(index => !shown.includes(index));
  if (along.length > 0) sections.push(namedList(terminal, 'Its effects', verdictsAt(along), verdict => harmless(verdict.title)));
  if (diagnosis.alsoFound.length > 0)
    sections.push(
      namedList(terminal, 'Also found, not linked to the symptom', verdictsAt(diagnosis.alsoFound), verdict => harmless(verdict.title)),
    );
  const open = diagnosis.verdicts.filter(
    (verdict, index) => ['undetermined', 'possible', 'contradictory'].includes(verdict.word) && !shown.includes(index),
  );
  if (open.length > 0) sections.push(namedList(terminal, 'Could be, not established', open, openText));
  const out = diagnosis.verdicts.filter(verdict => verdict.word === 'ruled-out' || verdict.word === 'unlikely');
  if (out.length > 0) sections.push(namedList(terminal, 'Ruled out', out, decisive));
  return `${sections.join('\n\n')}\n`;
}

function openText(verdict: Verdict): string {
  const unknown = verdict.evidence.filter(line => line.truth === 'unknown').map(line => line.id.replaceAll('_', ' '));
  if (verdict.word === 'contradictory') return 'contradictory: its evidence speaks for and against it; the playbook or a parser is wrong';
  return unknown.length > 0
    ? `${verdict.word}; not known: ${unknown.join(', ')}`
    : `${verdict.word}: some evidence speaks for it, not enough`;
}
