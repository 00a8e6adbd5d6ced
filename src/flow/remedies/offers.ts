import type { Diagnosis, Verdict } from '../../model/diagnosis.js';
import type { Playbooks } from '../../model/playbook.js';
import type { Remedy } from '../../model/remedy.js';
import type { Argv } from '../../model/remedy-plan.js';
import { type ConfiguredFloors, riskFloor } from '../../remediation/risk-floor.js';
import { decidingEvidence } from '../../remediation/verdict-of-verification.js';
import type { RemedyOffer } from '../ports/remedy-desk.js';

/** An offer with what it is made of. */
export interface FoundOffer {
  readonly offer: RemedyOffer;
  readonly remedy: Remedy;
  readonly verdict: Verdict;
}

/** A command with its holes left empty: verb and fixed words tell its risk. */
function commandsOf(remedy: Remedy): readonly Argv[] {
  if (remedy.kind === 'guided') return [];
  return remedy.run.map(command => {
    const [first = '', ...rest] = command.map(word => word.map(piece => (piece.kind === 'text' ? piece.text : '')).join(''));
    return [first, ...rest];
  });
}

/**
 * The remedies of what a diagnosis established: those of its roots first, then in the order of the verdicts. A remedy whose `gone` evidence
 * does not speak for the fault is left out: there is nothing that it would remove (cookies that are on already, say).
 */
export function offersOf({ verdicts, roots }: Diagnosis, playbooks: Playbooks, floors: ConfiguredFloors): readonly FoundOffer[] {
  const established = verdicts
    .map((verdict, index) => ({ verdict, index }))
    .filter(({ verdict: { word } }) => word === 'confirmed' || word === 'likely');
  const ordered = [
    ...established.filter(({ index }) => roots.includes(index)),
    ...established.filter(({ index }) => !roots.includes(index)),
  ];
  return ordered.flatMap(({ verdict, index }) =>
    verdict.remedies.flatMap((id): readonly FoundOffer[] => {
      const remedy = playbooks.remedies.get(id);
      if (!remedy || decidingEvidence(remedy.verify.gone, verdict.evidence).length === 0) return [];
      const { does, fault } = remedy;
      const risk = riskFloor(id, remedy.risk, commandsOf(remedy), floors);
      const offer = { id: `${index}-${id.slice(id.indexOf('/') + 1)}`, remedy: id, does, risk, isGuided: remedy.kind === 'guided', fault };
      return [{ offer: { ...offer, host: verdict.host }, remedy, verdict }];
    }),
  );
}
