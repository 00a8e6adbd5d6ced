import { instanceName } from '../diagnosis/instance-name.js';
import type { Comparison } from '../model/comparison.js';
import type { JudgedEvidence, Verdict } from '../model/diagnosis.js';
import type { Investigation } from '../model/investigation.js';
import { rfc3339 } from '../model/timestamp.js';
import type { Timing } from '../model/timing.js';
import { reviewJson } from './review-json.js';

function evidenceJson(line: JudgedEvidence): Readonly<Record<string, unknown>> {
  const { source } = line;
  return {
    id: line.id,
    truth: line.truth,
    weight: line.weight ? `${line.weight.side} ${line.weight.strength}` : 'none',
    says: line.says,
    source: source
      ? { check: source.check, host: source.host, command: source.command, exit: source.exit, at: rfc3339(source.at), line: source.line }
      : null,
  };
}

function verdictJson(verdict: Verdict): Readonly<Record<string, unknown>> {
  return {
    fault: verdict.fault,
    role: verdict.role,
    host: verdict.host,
    about: verdict.about,
    verdict: verdict.word,
    score: verdict.score,
    interval: [verdict.low, verdict.high],
    evidence: verdict.evidence.map(evidenceJson),
    remedies: verdict.remedies,
  };
}

function comparisonJson({ host, others, differences }: Comparison): Readonly<Record<string, unknown>> {
  return { host, others: others.map(other => ({ ...other, at: rfc3339(other.at) })), differences };
}

function timingJson({ host, leg, says, fromBot, fromHost, traces }: Timing): Readonly<Record<string, unknown>> {
  return { host, leg: leg ?? null, says, fromBot: fromBot ?? null, fromHost: fromHost ?? null, traces: traces ?? null };
}

/** One diagnosis as the `faultline.diagnosis/1` object of the contract. */
export function diagnosisJson({ diagnosis, capture }: Investigation): Readonly<Record<string, unknown>> {
  const short = (index: number): unknown => {
    const verdict = diagnosis.verdicts[index];
    return verdict && { fault: verdict.fault, host: verdict.host, about: verdict.about, verdict: verdict.word };
  };
  return {
    schema: 'faultline.diagnosis/1',
    symptom: diagnosis.symptom,
    outcome: diagnosis.outcome,
    roots: diagnosis.roots.map(short),
    tracedTo: diagnosis.tracedTo.map(short),
    chain: diagnosis.chains.map(chain => chain.flatMap(index => diagnosis.verdicts[index] ?? []).map(instanceName)),
    verdicts: diagnosis.verdicts.map(verdictJson),
    gaps: diagnosis.gaps,
    checks: diagnosis.checks,
    ...(diagnosis.comparison ? { comparison: comparisonJson(diagnosis.comparison) } : {}),
    ...(diagnosis.timing ? { timing: diagnosis.timing.map(timingJson) } : {}),
    ...(diagnosis.review ? reviewJson(diagnosis.review) : {}),
    startedAt: rfc3339(capture.startedAt),
    durationMs: capture.durationMs,
  };
}

/** The same as text, without a line break at its end. */
export function renderJson(investigation: Investigation): string {
  return JSON.stringify(diagnosisJson(investigation));
}
