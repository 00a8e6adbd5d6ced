import type { Diagnosis, VerdictWord } from '../model/diagnosis.js';
import type { Fault, Playbooks } from '../model/playbook.js';
import type { Truth } from '../model/truth.js';

interface EvidenceCoverage {
  readonly fault: string;
  readonly evidence: string;
  /** How often it was seen with each answer. */
  readonly seen: Readonly<Record<Truth, number>>;
}

interface LinkCoverage {
  readonly cause: string;
  readonly effect: string;
  /** How many chains held this link. */
  readonly live: number;
}

/** What the cases exercise, and what they don't. */
export interface Coverage {
  readonly evidence: readonly EvidenceCoverage[];
  readonly links: readonly LinkCoverage[];
  /** One sentence for each thing that no case shows; empty when all is covered. */
  readonly missing: readonly string[];
}

const TRUTHS: readonly Truth[] = ['true', 'false', 'unknown'];
const ESTABLISHED: ReadonlySet<VerdictWord> = new Set(['confirmed', 'likely']);
const REFUTED: ReadonlySet<VerdictWord> = new Set(['ruled-out', 'unlikely']);

/**
 * Counts over the diagnoses of all cases and twins: every line of evidence must have been true, false and unknown, every fault
 * once established and once refuted: what no case shows may be wrong without anybody noticing. A cause needs a remedy, be it in words. Links that no chain showed are
 * listed, but not missing: a visit links hosts without them.
 * `concerns` keeps only some faults, such as those of one's own folder.
 */
export function coverageOf(
  playbooks: Playbooks,
  diagnoses: readonly Diagnosis[],
  concerns: (fault: Fault) => boolean = () => true,
): Coverage {
  const verdicts = diagnoses.flatMap(diagnosis => diagnosis.verdicts);
  const pairs = diagnoses.flatMap(({ chains, verdicts: ranked }) =>
    chains.flatMap(chain =>
      chain.slice(1).map((effect, index) => `${ranked[chain[index] ?? -1]?.fault ?? '?'} ${ranked[effect]?.fault ?? '?'}`),
    ),
  );
  const evidence: EvidenceCoverage[] = [];
  const links: LinkCoverage[] = [];
  const missing: string[] = [];
  for (const fault of [...playbooks.faults.values()].filter(concerns).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const own = verdicts.filter(verdict => verdict.fault === fault.id);
    if (!own.some(verdict => ESTABLISHED.has(verdict.word))) missing.push(`${fault.id}: no case establishes it.`);
    if (!own.some(verdict => REFUTED.has(verdict.word))) missing.push(`${fault.id}: no case refutes it.`);
    if (fault.role === 'cause' && fault.remedies.length === 0) missing.push(`${fault.id}: no remedy removes it.`);
    for (const { id } of fault.evidence) {
      const seen = { true: 0, false: 0, unknown: 0 };
      for (const { evidence: judged } of own) for (const line of judged) if (line.id === id) seen[line.truth]++;
      evidence.push({ fault: fault.id, evidence: id, seen });
      const unseen = TRUTHS.filter(truth => seen[truth] === 0);
      if (unseen.length > 0) missing.push(`${fault.id}/${id}: never ${unseen.join(', never ')}.`);
    }
    for (const edge of fault.leadsTo) {
      const live = pairs.filter(pair => pair === `${fault.id} ${edge.fault}`).length;
      links.push({ cause: fault.id, effect: edge.fault, live });
    }
  }
  return { evidence, links, missing };
}

/** The coverage as plain text: a line for each piece of evidence with T, F and U as seen, then what is missing. */
export function coverageText({ evidence, links, missing }: Coverage): string {
  const letters = ({ seen }: EvidenceCoverage): string =>
    TRUTHS.map(truth => (seen[truth] > 0 ? truth.charAt(0).toUpperCase() : '·')).join(' ');
  const lines = [
    ...evidence.map(line => `${letters(line)}  ${line.fault}/${line.evidence}`),
    ...links.map(link => `${link.live > 0 ? 'live ' : '·    '}  ${link.cause} → ${link.effect}`),
    '',
    missing.length === 0 ? 'Every line of evidence and every fault is covered.' : `Missing (${missing.length}):`,
    ...missing.map(sentence => `  ${sentence}`),
  ];
  return `${lines.join('\n')}\n`;
}
