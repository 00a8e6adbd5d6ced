import type { Diagnosis, Frontier, Link, OutcomeWord, Reading, VerdictWord } from '../model/diagnosis.js';
import type { CheckStatus, Gap } from '../model/fact.js';
import type { Review } from '../model/review.js';
import type { Timing } from '../model/timing.js';
import { concernsTarget, isLive, linkInstances, longestChain, type PlacedInstance, reaches, type VisitVerdicts } from './link.js';
import { byStrength } from './rank.js';

interface Conclusion {
  readonly roots: readonly number[];
  readonly tracedTo: readonly number[];
  readonly alsoFound: readonly number[];
}

/**
 * Finds the roots: live causes that no other live instance explains and from which a way leads to what was reported. When an
 * effect was established on the asked host, only its own causes count; a cause beside it is "also found, not linked".
 * A confirmed root makes a merely likely one unnecessary: naming both would be a guess with extra steps.
 */
function conclude(all: readonly PlacedInstance[], links: readonly Link[]): Conclusion {
  const live = all.map((placed, index) => ({ placed, index })).filter(({ placed }) => isLive(placed));
  const reported = live.filter(({ placed }) => placed.visit.askedBy.length === 0 && concernsTarget(placed));
  const effects = reported.filter(({ placed }) => placed.instance.fault.role === 'effect');
  const proven = effects.filter(({ placed }) => placed.instance.verdict.word === 'confirmed');
  const explained = (index: number): boolean => links.some(link => link.effect === index);
  const endsTowards = (goals: typeof live): typeof live =>
    live.filter(({ index }) => !explained(index) && goals.some(goal => reaches(links, index, goal.index)));
  const isCause = ({ placed }: (typeof live)[number]): boolean => placed.instance.fault.role === 'cause';
  const towardsEffects = endsTowards(effects);
  // A merely likely effect that no cause explains must not hide a confirmed cause on the asked host.
  const strays =
    proven.length === 0 &&
    !towardsEffects.some(isCause) &&
    reported.some(one => isCause(one) && one.placed.instance.verdict.word === 'confirmed');
  const ends = effects.length > 0 && !strays ? towardsEffects : endsTowards(strays ? reported.filter(isCause) : reported);
  const causes = ends.filter(isCause).map(({ index }) => index);
  const confirmed = causes.filter(index => all[index]?.instance.verdict.word === 'confirmed');
  const roots = confirmed.length > 0 ? confirmed : causes;
  const tracedTo = roots.length > 0 ? [] : ends.filter(({ placed }) => placed.instance.fault.role === 'effect').map(({ index }) => index);
  const onTheWay = (index: number): boolean => [...roots, ...tracedTo].some(root => reaches(links, root, index));
  const alsoFound = live
    .filter(({ placed, index }) => placed.instance.fault.role === 'cause' && !onTheWay(index))
    .map(({ index }) => index);
  return { roots, tracedTo, alsoFound };
}

function outcomeOf(all: readonly PlacedInstance[], { roots, tracedTo }: Conclusion): OutcomeWord {
  if (roots.length > 0)
    return roots.every(index => all[index]?.instance.verdict.word === 'confirmed') ? 'root-cause-confirmed' : 'root-cause-likely';
  if (tracedTo.length > 0) return 'traced';
  const open: readonly VerdictWord[] = ['undetermined', 'contradictory', 'possible'];
  // An effect that could be there and was not seen is as open as a cause: its cause lies where nobody looked.
  const settled = all.length > 0 && !all.some(({ instance }) => open.includes(instance.verdict.word));
  return settled ? 'none-of-these' : 'undetermined';
}

/** Puts the verdicts of all visits together: which is the root, which are effects, how they hang together. */
export function traceRoots(
  symptom: string,
  visits: readonly VisitVerdicts[],
  learnt: {
    readonly gaps: readonly Gap[];
    readonly checks: readonly CheckStatus[];
    readonly frontiers: readonly Frontier[];
    readonly readings: readonly Reading[];
    readonly timing?: readonly Timing[];
    readonly reviews?: readonly Review[];
  },
): Diagnosis {
  const all: readonly PlacedInstance[] = visits.flatMap(visit => visit.judged.map(instance => ({ instance, visit })));
  const links = linkInstances(all);
  const { timing = [], reviews = [] } = learnt;
  const conclusion = conclude(all, links);
  const ranked = all.map(({ instance: { verdict } }, index) => ({ verdict, index })).sort((a, b) => byStrength(a.verdict, b.verdict));
  const place = new Map(ranked.map(({ index }, position) => [index, position]));
  const byPlace = (indexes: readonly number[]): readonly number[] => [...indexes].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  const moved = (indexes: readonly number[]): readonly number[] => byPlace(indexes).map(index => place.get(index) ?? 0);
  const starts = byPlace(conclusion.roots.length > 0 ? conclusion.roots : conclusion.tracedTo);
  return {
    symptom,
    outcome: outcomeOf(all, conclusion),
    verdicts: ranked.map(({ verdict }) => verdict),
    roots: moved(conclusion.roots),
    tracedTo: moved(conclusion.tracedTo),
    chains: starts.map(index => longestChain(links, index).map(step => place.get(step) ?? 0)),
    alsoFound: moved(conclusion.alsoFound),
    gaps: learnt.gaps,
    checks: learnt.checks,
    frontiers: learnt.frontiers,
    readings: learnt.readings,
    ...(timing.length === 0 ? {} : { timing }),
    ...(reviews.length === 0
      ? {}
      : { review: { resources: reviews.flatMap(({ resources }) => resources), settings: reviews.flatMap(({ settings }) => settings) } }),
  };
}
