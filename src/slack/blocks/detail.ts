/** How much of an answer is shown. Counts are items, the others characters. */
export interface Detail {
  readonly findings: number;
  /** Of the answer in one line, when its header cannot hold it. */
  readonly answer: number;
  /** Of a name: a check, a place, an instance. */
  readonly name: number;
  /** Lines of evidence of each finding. */
  readonly evidence: number;
  readonly says: number;
  /** Of a host's line. */
  readonly line: number;
  readonly advice: number;
  readonly chain: number;
  readonly gaps: number;
  readonly gapDetail: number;
  readonly hints: boolean;
  readonly measured: number;
  /** Sentences about where the time of a request goes. */
  readonly timing: number;
  /** Pages with the traces of that time. */
  readonly traces: number;
  /** High measures of resources, and settings that differ: of each at most so many. */
  readonly reviewed: number;
  readonly frontiers: number;
  readonly others: number;
  readonly ruledOut: 'reasons' | 'names' | 'count';
  readonly references: number;
  /** Buttons of remedies; the best come first. */
  readonly remedies: number;
}

const FULL: Detail = {
  findings: 4,
  answer: 600,
  name: 80,
  evidence: 5,
  says: 400,
  line: 300,
  advice: 600,
  chain: 8,
  gaps: 6,
  gapDetail: 220,
  hints: true,
  measured: 6,
  timing: 4,
  traces: 2,
  reviewed: 6,
  frontiers: 4,
  others: 5,
  ruledOut: 'reasons',
  references: 4,
  remedies: 5,
};

/** What is given up, in this order: first what was ruled out, last the evidence. The cause and the number of gaps always stay. */
const GIVEN_UP: readonly Partial<Detail>[] = [
  { ruledOut: 'names' },
  { ruledOut: 'count' },
  { line: 160 },
  { measured: 0 },
  { hints: false, gapDetail: 120, gaps: 4 },
  { others: 3, references: 1, reviewed: 4 },
  { evidence: 3, says: 240 },
  { findings: 3, advice: 300, frontiers: 2, chain: 6, reviewed: 2 },
  { findings: 2, evidence: 2, says: 160, line: 100 },
  {
    findings: 1,
    evidence: 1,
    says: 120,
    line: 60,
    advice: 160,
    chain: 3,
    gaps: 2,
    gapDetail: 60,
    frontiers: 1,
    others: 0,
    timing: 1,
    traces: 0,
    reviewed: 0,
    references: 0,
    remedies: 3,
  },
  { answer: 300, name: 30, says: 60, line: 40, advice: 100, chain: 2, gaps: 1, gapDetail: 40, remedies: 1 },
];

function levelsOf(): readonly [Detail, ...Detail[]] {
  const levels: [Detail, ...Detail[]] = [FULL];
  let level = FULL;
  for (const less of GIVEN_UP) {
    level = { ...level, ...less };
    levels.push(level);
  }
  return levels;
}

/** From everything that reads well in a chat to what fits in any case. */
export const DETAILS: readonly [Detail, ...Detail[]] = levelsOf();
