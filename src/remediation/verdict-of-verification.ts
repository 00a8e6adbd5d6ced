import type { JudgedEvidence } from '../model/diagnosis.js';
import type { Truth } from '../model/truth.js';

/** One line of the table that people see: the evidence before the change, and after it. */
interface VerifiedLine {
  readonly id: string;
  readonly before: { readonly truth: Truth; readonly says: string };
  /** `nothing-left`: the host was looked at, and holds nothing that the fault could be about. */
  readonly after: { readonly truth: Truth | 'nothing-left'; readonly says: string };
  /** It decides: it spoke for the fault before, and the remedy promises that it will not. */
  readonly decides: boolean;
}

/** What was seen afterwards of the instance that the remedy was for. */
export type SeenAfterwards =
  | { readonly kind: 'instance'; readonly evidence: readonly JudgedEvidence[] }
  /** `evidence`: what needs no instance, and may still speak for the fault (a log of errors that go on). */
  | { readonly kind: 'nothing-left'; readonly says: string; readonly evidence: readonly JudgedEvidence[] }
  | { readonly kind: 'could-not-look'; readonly why: string };

export interface VerificationVerdict {
  readonly verdict: 'verified' | 'still-there' | 'could-not-look';
  readonly why: string;
  readonly lines: readonly VerifiedLine[];
}

const speaksFor = (line: JudgedEvidence): boolean => line.weight?.side === 'for';

function afterOf(id: string, after: SeenAfterwards): VerifiedLine['after'] {
  if (after.kind === 'could-not-look') return { truth: 'unknown', says: after.why };
  const line = after.evidence.find(each => each.id === id);
  if (after.kind === 'nothing-left' && line?.truth !== 'true') return { truth: 'nothing-left', says: after.says };
  return line ? { truth: line.truth, says: line.says } : { truth: 'unknown', says: 'it was not looked at again' };
}

/** Ids of the lines that the remedy promises to silence and that speak for the fault now. None: there is nothing left to remove. */
export function decidingEvidence(gone: readonly string[], now: readonly JudgedEvidence[]): readonly string[] {
  return now.filter(line => gone.includes(line.id) && speaksFor(line)).map(({ id }) => id);
}

/**
 * Compares the evidence before and after a change. Verified only if every deciding line was looked at again and none speaks for
 * the fault any more; one that still does decides against it, whatever else could not be looked at.
 */
export function verdictOfVerification(
  gone: readonly string[],
  before: readonly JudgedEvidence[],
  after: SeenAfterwards,
): VerificationVerdict {
  const deciding = decidingEvidence(gone, before);
  const lines = before
    .filter(line => speaksFor(line) || deciding.includes(line.id))
    .map(
      (line): VerifiedLine => ({
        id: line.id,
        before: { truth: line.truth, says: line.says },
        after: afterOf(line.id, after),
        decides: deciding.includes(line.id),
      }),
    );
  if (deciding.length === 0)
    return { verdict: 'could-not-look', why: 'no evidence spoke for the fault before the change, so that none can show its end', lines };
  if (after.kind !== 'could-not-look') {
    const still = after.evidence.find(line => deciding.includes(line.id) && line.truth !== 'unknown' && speaksFor(line));
    if (still) return { verdict: 'still-there', why: `it is still so: ${still.says}`, lines };
  }
  const unseen = lines.find(line => line.decides && line.after.truth === 'unknown');
  if (unseen)
    return {
      verdict: 'could-not-look',
      why: after.kind === 'could-not-look' ? after.why : `it could not be looked at again: ${unseen.before.says}`,
      lines,
    };
  return { verdict: 'verified', why: 'none of the evidence that spoke for the fault does so any more', lines };
}
