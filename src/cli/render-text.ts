import { NO_WORDING, summarise, type Wording } from '../diagnosis/summarise.js';
import type { OutcomeWord } from '../model/diagnosis.js';
import type { Investigation } from '../model/investigation.js';
import type { Symptom } from '../model/playbook.js';
import type { EvidenceLine, Finding, NamedLine, RuledOut, Summary, SummaryGap } from '../model/summary.js';
import { timeOfDay } from '../model/timestamp.js';
import { renderReview } from './render-review.js';
import { clip, paint, type Terminal, wrap } from './terminal.js';

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
  // Never green: that would read as "all is well".
  return paint(terminal, ['bold', 'yellow'], text);
}

/** One line of evidence: what it says, then the command and the very line that it stands on. */
function evidenceText(terminal: Terminal, { side, says, source }: EvidenceLine): string {
  const parts = [wrap(says, terminal.columns, `  ${side === 'against' ? '-' : '+'} `, '    ')];
  if (source) {
    const { host, command, exit, at, line } = source;
    parts.push(paint(terminal, 'dim', `${clip(`      ${host}$ ${command}`, terminal.columns - 26)}  (exit ${exit}, ${timeOfDay(at)})`));
    if (line !== '') parts.push(paint(terminal, 'cyan', clip(`      | ${line}`, terminal.columns)));
  }
  return parts.join('\n');
}

function findingText(terminal: Terminal, finding: Finding, symptom: string): string {
  const parts = [
    `  ${paint(terminal, 'bold', finding.title)}`,
    paint(terminal, 'dim', `  ${finding.name} (${finding.verdict})`),
    ...finding.evidence.map(line => evidenceText(terminal, line)),
  ];
  if (finding.advice !== '') parts.push(wrap(finding.advice, terminal.columns, '  next: ', '        '));
  const chain = [...finding.chain.map(({ name }) => name), `"${symptom}"`].join(' -> ');
  parts.push(wrap(chain, terminal.columns, '  chain: ', '         '));
  return parts.join('\n');
}

function gapsText(terminal: Terminal, gaps: readonly SummaryGap[]): string {
  const parts = [paint(terminal, ['bold', 'yellow'], 'Could not be checked')];
  for (const { checks, hosts, title, inWords, detail, hint } of gaps) {
    const what = title === '' ? checks.join(', ') : `${title} (${checks.join(', ')})`;
    parts.push(wrap(`${what} on ${hosts.join(', ')}: ${inWords}. ${detail}`, terminal.columns, '  ? ', '    '));
    if (hint !== '') parts.push(wrap(hint, terminal.columns, '    > ', '      '));
  }
  return parts.join('\n');
}

function namedList(terminal: Terminal, title: string, lines: readonly NamedLine[]): string {
  const width = Math.min(28, Math.max(...lines.map(({ name }) => name.length)));
  const texts = lines.map(({ name, says }) => wrap(says, terminal.columns, `  ${name.padEnd(width)}  `, ' '.repeat(width + 4)));
  return [paint(terminal, 'bold', title), ...texts].join('\n');
}

function alikeText({ name, says, alike }: RuledOut): NamedLine {
  return { name, says: alike > 0 ? `${says} (and ${alike} more alike)` : says };
}

/** Network or application: the first question of every slow request. */
function timingText(terminal: Terminal, { timing, traces }: Summary): string {
  const lines = timing.map(line => wrap(line, terminal.columns, '  ', '    '));
  // In one piece, so that a terminal makes a link of it.
  const pages = traces.map(({ host, url }) => `  Traces of ${host}: ${url}`);
  return [paint(terminal, 'bold', 'Where the time goes'), ...lines, ...pages].join('\n');
}

function measuredText(terminal: Terminal, measured: Summary['measured']): string {
  const lines = measured.map(({ title, host, parts }) => wrap(`${title} (${host}): ${parts.join(', ')}`, terminal.columns, '  ', '    '));
  return [paint(terminal, 'bold', 'Measured'), ...lines].join('\n');
}

/** Draws a summary for a terminal: reads well in 80 columns, gaps above the findings, every sentence with its line. */
function drawSummary(summary: Summary, terminal: Terminal): string {
  const [asked, ...followed] = summary.places;
  const sections = [
    `${paint(terminal, 'bold', summary.symptom.title)} on ${asked}${followed.length > 0 ? ` (then ${followed.join(', ')})` : ''}: ${summary.checks} checks in ${(summary.durationMs / 1000).toFixed(1)} s`,
  ];
  if (summary.timing.length > 0) sections.push(timingText(terminal, summary));
  if (summary.gaps.length > 0) sections.push(gapsText(terminal, summary.gaps));
  if (summary.measured.length > 0) sections.push(measuredText(terminal, summary.measured));
  const findings = [heading(terminal, summary.outcome)];
  if (summary.nothing !== undefined) findings.push(wrap(summary.nothing, terminal.columns, '  ', '  '));
  findings.push(...summary.findings.map(finding => findingText(terminal, finding, summary.symptom.title)));
  findings.push(...summary.frontiers.map(frontier => wrap(frontier, terminal.columns, '  ! ', '    ')));
  sections.push(findings.join('\n'));
  if (summary.comparison) {
    const { title, lines } = summary.comparison;
    const told = lines.map(line => wrap(line, terminal.columns, '  ', '    '));
    sections.push([paint(terminal, 'bold', 'Compared'), wrap(title, terminal.columns, '  ', '  '), ...told].join('\n'));
  }
  if (summary.review) sections.push(...renderReview(summary.review, terminal));
  const lists: readonly (readonly [string, readonly NamedLine[]])[] = [
    ['Its effects', summary.effects],
    ['Also found, not linked to the symptom', summary.alsoFound],
    ['Could be, not established', summary.open],
    ['Ruled out', summary.ruledOut.map(alikeText)],
  ];
  sections.push(...lists.filter(([, lines]) => lines.length > 0).map(([title, lines]) => namedList(terminal, title, lines)));
  return `${sections.join('\n\n')}\n`;
}

/** The summary of an investigation for a person at a terminal. */
export function renderText(
  investigation: Investigation,
  symptom: Symptom | undefined,
  terminal: Terminal,
  wording: Wording = NO_WORDING,
): string {
  return drawSummary(summarise(investigation, symptom, wording), terminal);
}
