import type { JudgedEvidence, Verdict } from '../model/diagnosis.js';
import type { CheckStatus, Gap } from '../model/fact.js';
import { harmless } from '../model/harmless.js';
import type { Investigation } from '../model/investigation.js';
import type { Fault, Symptom } from '../model/playbook.js';
import type { ResourceReview, SettingReview } from '../model/review.js';
import type { SummaryReview } from '../model/summary.js';
import { rfc3339 } from '../model/timestamp.js';
import { comparisonInWords } from './comparison-in-words.js';
import { distinctNames, instanceName } from './instance-name.js';
import { frontierText, NO_WORDING, summarise, type Wording } from './summarise.js';

/** Most bytes of the file: what Slack takes as a text file that it can show (1 MB). */
const MOST_BYTES = 1_000_000;

/** Most characters of one line of a host. */
const MOST_LINE = 4000;

/** A part of the file. What does not fit into its share is counted, not shown. */
interface Section {
  readonly title: string;
  readonly entries: readonly string[];
  /** Part of the file that it may fill, so that no section pushes another out. */
  readonly share: number;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** For and against as they counted; `?` is not known, `·` counted on neither side. */
function signOf({ truth, weight }: JudgedEvidence): string {
  if (truth === 'unknown') return '?';
  return weight ? { for: '+', against: '-' }[weight.side] : '·';
}

function evidenceText(line: JudgedEvidence): string {
  const { id, truth, weight, says, source } = line;
  const lines = [
    `  ${signOf(line)} ${harmless(says)}`,
    `      ${id}: ${truth}, ${weight ? `${weight.side} ${weight.strength}` : 'does not count'}`,
  ];
  if (source) {
    lines.push(`      ${source.host}$ ${harmless(source.command)}  (check ${source.check}, exit ${source.exit}, ${rfc3339(source.at)})`);
    if (source.line !== '') lines.push(`      | ${harmless(source.line, MOST_LINE)}`);
  }
  return lines.join('\n');
}

function pointsText({ score, low, high }: Verdict): string {
  return `${score} points${low === high ? '' : ` (${low} to ${high}, if what is not known spoke against it, or for it)`}`;
}

function verdictText(verdict: Verdict, name: string, fault: Fault | undefined): string {
  const about = Object.entries(verdict.about).map(([key, value]) => `${key} ${harmless(String(value))}`);
  const lines = [
    `${name}: ${verdict.word}`,
    `  ${harmless(verdict.title)}`,
    `  ${verdict.role}; ${pointsText(verdict)}${about.length > 0 ? `; about ${about.join(', ')}` : ''}`,
  ];
  if (fault) lines.push(`  What it is: ${harmless(fault.explain)}`);
  lines.push(...verdict.evidence.map(evidenceText));
  if (verdict.advice !== '') lines.push(`  Next: ${harmless(verdict.advice)}`);
  if (fault && fault.references.length > 0) lines.push(`  Read: ${fault.references.map(reference => harmless(reference)).join(', ')}`);
  return `${lines.join('\n')}\n`;
}

/** `kernel_log (Kernel log)`; a check whose title is not known is its name alone. */
function checkName(check: string, title: string | undefined): string {
  return harmless(title === undefined ? check : `${check} (${title})`);
}

function gapText({ check, host, reason, detail, hint }: Gap, title: string | undefined): string {
  return `${checkName(check, title)} on ${host}: ${reason}. ${harmless(detail)}${hint === '' ? '' : `\n  > ${harmless(hint)}`}`;
}

function checkText({ check, host, status, ms }: CheckStatus, title: string | undefined): string {
  return `${host}  ${checkName(check, title)}  ${status}  ${Math.round(ms)} ms`;
}

function resourceText({ title, host, measures }: ResourceReview): string {
  const lines = measures.map(({ of, high, says, source }) => {
    const word = { true: 'HIGH', false: 'ok', unknown: 'not known' }[high];
    const cited = source ? `\n      ${source.host}$ ${harmless(source.command)}\n      | ${harmless(source.line, MOST_LINE)}` : '';
    return `  ${of}, ${word}: ${harmless(says)}${cited}`;
  });
  return `${harmless(title)} (${host})\n${lines.join('\n')}\n`;
}

const SETTING_STATES: Readonly<Record<SettingReview['state'], string>> = {
  'as-recommended': 'as recommended',
  differs: 'DIFFERS',
  'not-advised': 'not advised, whatever is often said',
  unknown: 'not known',
};

function settingText({ title, name, host, state, now, value, why, felt, references, source }: SettingReview): string {
  return [
    `${harmless(name)} on ${host}: ${SETTING_STATES[state]}`,
    `  ${harmless(title)}`,
    `  now ${harmless(now)}; ${state === 'not-advised' ? 'often advised' : 'recommended'}: ${harmless(value)}`,
    `  Why: ${harmless(why)}`,
    ...(felt === undefined ? [] : [`  Felt here: ${harmless(felt)}`]),
    ...(source ? [`      ${source.host}$ ${harmless(source.command)}`, `      | ${harmless(source.line, MOST_LINE)}`] : []),
    ...(references.length === 0 ? [] : [`  Read: ${references.map(reference => harmless(reference)).join(', ')}`]),
    '',
  ].join('\n');
}

function reviewSections(review: SummaryReview | undefined): readonly Section[] {
  if (!review) return [];
  return [
    { title: `Resources. ${review.resourcesSay}`, entries: review.resources.map(resourceText), share: 0.05 },
    { title: `Settings. ${review.settingsSay}`, entries: review.settings.map(settingText), share: 0.1 },
  ];
}

function sectionsOf({ diagnosis }: Investigation, review: SummaryReview | undefined, { faults, checks }: Wording): readonly Section[] {
  const names = distinctNames(diagnosis.verdicts);
  const chains = diagnosis.chains.map(chain => [...chain.flatMap(index => names[index] ?? []), `"${diagnosis.symptom}"`].join(' -> '));
  return [
    { title: 'Chains, from the cause to what was reported', entries: chains, share: 0.03 },
    { title: 'Where the trail leaves what could be looked at', entries: diagnosis.frontiers.map(frontierText), share: 0.03 },
    { title: 'Where the time goes', entries: (diagnosis.timing ?? []).map(({ host, says }) => harmless(`${host}: ${says}`)), share: 0.01 },
    {
      title: 'Measured',
      entries: diagnosis.readings.map(({ title, host, parts, check }) =>
        harmless(`${title} (${host}, check ${check}): ${parts.join(', ')}`, MOST_LINE),
      ),
      share: 0.04,
    },
    ...(diagnosis.comparison
      ? [
          {
            title: `Compared: ${comparisonInWords(diagnosis.comparison).title}`,
            entries: comparisonInWords(diagnosis.comparison).lines,
            share: 0.02,
          },
        ]
      : []),
    ...reviewSections(review),
    { title: 'Could not be checked', entries: diagnosis.gaps.map(gap => gapText(gap, checks.get(gap.check)?.title)), share: 0.15 },
    {
      title: 'Verdicts, strongest first: every line of evidence (+ for, - against, ? not known, · counts for neither)',
      entries: diagnosis.verdicts.map((verdict, index) =>
        verdictText(verdict, names[index] ?? instanceName(verdict), faults.get(verdict.fault)),
      ),
      share: 0.5,
    },
    { title: 'Checks', entries: diagnosis.checks.map(status => checkText(status, checks.get(status.check)?.title)), share: 0.05 },
  ];
}

/** Everything that one run saw and concluded, as plain text for a file of at most 1 MB that says what it leaves out. */
export function fullEvidence(investigation: Investigation, symptom: Symptom | undefined, wording: Wording = NO_WORDING): string {
  const summary = summarise(investigation, symptom, wording);
  const parts: string[] = [];
  const leftOut: string[] = [];
  for (const { title, entries, share } of sectionsOf(investigation, summary.review, wording)) {
    const kept: string[] = [];
    let room = Math.floor(MOST_BYTES * share);
    for (const entry of entries) {
      room -= bytesOf(entry) + 1;
      if (room < 0) break;
      kept.push(entry);
    }
    if (kept.length < entries.length) leftOut.push(`"${title}": the last ${entries.length - kept.length} of ${entries.length}`);
    parts.push(`== ${title} (${entries.length})\n${entries.length === 0 ? 'none\n' : `${kept.join('\n')}\n`}`);
  }
  // Shares leave 5 % of the file for this head: one sentence and the names of at most some hundred places.
  const head = [
    `${summary.symptom.title} on ${harmless(summary.places.join(', then '), MOST_LINE)}`,
    `${summary.headline}. ${harmless(summary.sentence, MOST_LINE)}`,
    `Began ${rfc3339(summary.startedAt)}, took ${(summary.durationMs / 1000).toFixed(1)} s, ${summary.checks} checks. Times below are the hosts' own, in UTC.`,
    ...(leftOut.length > 0 ? [`Left out, because this file may hold 1 MB only: ${leftOut.join('; ')}.`] : []),
  ];
  return `${head.join('\n')}\n\n${parts.join('\n')}`;
}
