import type { Diagnosis, Frontier, OutcomeWord, Verdict } from '../model/diagnosis.js';
import { harmless } from '../model/harmless.js';
import type { Investigation } from '../model/investigation.js';
import type { Playbooks, Symptom } from '../model/playbook.js';
import type { Finding, Summary } from '../model/summary.js';
import { comparisonInWords } from './comparison-in-words.js';
import { evidenceLines } from './evidence-lines.js';
import { gapsInWords } from './gaps-in-words.js';
import { distinctNames } from './instance-name.js';
import { openInWords } from './open-in-words.js';
import { reviewInWords } from './review-in-words.js';
import { ruledOutInWords } from './ruled-out-in-words.js';

/** What the playbooks add to an investigation: explanations, references and titles. */
export type Wording = Pick<Playbooks, 'faults' | 'checks'>;

/** Without playbooks a diagnosis is told by the names of its checks and faults alone. */
export const NO_WORDING: Wording = { faults: new Map(), checks: new Map() };

const HEADLINES: Readonly<Record<OutcomeWord, string>> = {
  'root-cause-confirmed': 'Root cause confirmed',
  'root-cause-likely': 'Root cause likely',
  traced: 'Traced, cause not established',
  undetermined: "I don't know",
  'none-of-these': 'None of these',
};

/** Where the trail leaves what could be looked at, in one sentence. */
export function frontierText({ kind, from, address, port, why }: Frontier): string {
  const rest =
    kind === 'not-in-inventory'
      ? 'which is not in the inventory: declare it in faultline.yml to have it followed.'
      : 'which was not looked at: this investigation has gone far enough. Diagnose it there.';
  return harmless(`${from} points to ${harmless(address)}:${port} (${why}), ${rest}`);
}

/** What was not found, in words that cannot be taken for "all is well". */
function nothingText({ outcome, gaps }: Diagnosis, symptom: Symptom | undefined): string {
  if (outcome === 'none-of-these')
    return (
      symptom?.ifNothing ??
      'Every fault that Faultline knows for this symptom was looked for and is not there. The cause is something else.'
    );
  return gaps.length > 0
    ? 'No cause could be established: what could not be checked might be it.'
    : 'No cause could be established: what was found is not enough to name one.';
}

function sentenceOf({ roots }: Diagnosis, findings: readonly Finding[], nothing: string): string {
  const said = findings.map(({ host, title }) => `${host}: ${title}`);
  if (said.length === 0) return nothing;
  if (roots.length === 0) return `Traced to ${said.join('; and to ')}. Its cause is not established`;
  return said.length === 1 ? said.join('') : `${said.length} causes. ${said.join('; ')}`;
}

/** Puts a finished investigation into words. */
export function summarise({ diagnosis, capture }: Investigation, symptom: Symptom | undefined, wording: Wording = NO_WORDING): Summary {
  const { verdicts } = diagnosis;
  const names = distinctNames(verdicts);
  const named = (indexes: readonly number[], says: (verdict: Verdict) => string) =>
    indexes.flatMap(index => {
      const [verdict, name] = [verdicts[index], names[index]];
      return verdict && name !== undefined ? [{ name, says: harmless(says(verdict)) }] : [];
    });
  const shown = [...diagnosis.roots, ...diagnosis.tracedTo];
  const findings = shown.flatMap((index, position): readonly Finding[] => {
    const [verdict, name] = [verdicts[index], names[index]];
    if (!verdict || name === undefined) return [];
    const fault = wording.faults.get(verdict.fault);
    return [
      {
        name,
        fault: verdict.fault,
        host: verdict.host,
        title: harmless(verdict.title),
        verdict: verdict.word,
        evidence: evidenceLines(verdict),
        advice: harmless(verdict.advice),
        chain: named(diagnosis.chains[position] ?? [index], ({ title }) => title),
        remedies: verdict.remedies,
        explain: harmless(fault?.explain ?? ''),
        references: (fault?.references ?? []).map(reference => harmless(reference)),
      },
    ];
  });
  const nothing = findings.length === 0 ? nothingText(diagnosis, symptom) : undefined;
  const where = (fits: (verdict: Verdict) => boolean): readonly number[] =>
    verdicts.flatMap((verdict, index) => (fits(verdict) ? [index] : []));
  const [place = '', ...places] = capture.visits.map(({ target }) => `${target.host}${target.port === undefined ? '' : `:${target.port}`}`);
  return {
    outcome: diagnosis.outcome,
    headline: HEADLINES[diagnosis.outcome],
    sentence: sentenceOf(diagnosis, findings, nothing ?? ''),
    symptom: { id: diagnosis.symptom, title: harmless(symptom?.title ?? diagnosis.symptom) },
    places: [place, ...places],
    checks: diagnosis.checks.length,
    startedAt: capture.startedAt,
    durationMs: capture.durationMs,
    gaps: gapsInWords(diagnosis.gaps, wording),
    timing: (diagnosis.timing ?? []).map(({ host, says }) => harmless(`${host}: ${says}`)),
    traces: (diagnosis.timing ?? []).flatMap(({ host, traces: url }) => (url === undefined ? [] : [{ host, url: harmless(url) }])),
    measured: diagnosis.readings.map(({ title, host, parts }) => ({
      title: harmless(title),
      host,
      parts: parts.map(part => harmless(part)),
    })),
    findings,
    ...(nothing === undefined ? {} : { nothing }),
    frontiers: diagnosis.frontiers.map(frontierText),
    effects: named(
      [...new Set(diagnosis.chains.flat())].filter(index => !shown.includes(index)),
      ({ title }) => title,
    ),
    alsoFound: named(diagnosis.alsoFound, ({ title }) => title),
    open: named(
      where(({ word }) => word === 'undetermined' || word === 'possible' || word === 'contradictory').filter(
        index => !shown.includes(index),
      ),
      verdict => openInWords(verdict, wording.faults.get(verdict.fault), diagnosis.gaps),
    ),
    ruledOut: ruledOutInWords(
      where(({ word }) => word === 'ruled-out' || word === 'unlikely').flatMap(index => {
        const [verdict, name] = [verdicts[index], names[index]];
        return verdict && name !== undefined ? [{ verdict, name }] : [];
      }),
    ),
    ...(diagnosis.comparison ? { comparison: comparisonInWords(diagnosis.comparison) } : {}),
    ...(diagnosis.review ? { review: reviewInWords(diagnosis.review) } : {}),
  };
}
