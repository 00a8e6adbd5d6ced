/** How much of a remedy's message is shown. Counts are items, the others characters. */
export interface RemedyDetail {
  readonly does: number;
  readonly says: number;
  readonly name: number;
  /** Of all commands of a kind together. When they do not fit, nobody may approve them here. */
  readonly commands: number;
  readonly confirm: number;
  readonly values: number;
  readonly evidence: number;
  /** Lines of the table of before and after. */
  readonly rows: number;
  readonly output: number;
  readonly steps: number;
  readonly step: number;
  readonly people: number;
}

const FULL: RemedyDetail = {
  does: 400,
  says: 300,
  name: 80,
  commands: 2500,
  confirm: 300,
  values: 6,
  evidence: 4,
  rows: 8,
  output: 2500,
  steps: 12,
  step: 600,
  people: 6,
};

/** What is given up, in this order: first what the host printed, last the commands. */
const GIVEN_UP: readonly Partial<RemedyDetail>[] = [
  { output: 1200 },
  { output: 500, rows: 6, says: 200 },
  { output: 250, rows: 4, says: 120, evidence: 3, step: 300 },
  { does: 200, evidence: 2, rows: 3, values: 4, confirm: 160, people: 3 },
  { commands: 1200, steps: 8, step: 160, name: 40, output: 120 },
  {
    does: 100,
    says: 60,
    name: 24,
    commands: 200,
    confirm: 100,
    values: 2,
    evidence: 1,
    rows: 2,
    output: 60,
    steps: 4,
    step: 80,
    people: 2,
  },
];

function levelsOf(): readonly [RemedyDetail, ...RemedyDetail[]] {
  const levels: [RemedyDetail, ...RemedyDetail[]] = [FULL];
  let level = FULL;
  for (const less of GIVEN_UP) {
    level = { ...level, ...less };
    levels.push(level);
  }
  return levels;
}

export const REMEDY_DETAILS: readonly [RemedyDetail, ...RemedyDetail[]] = levelsOf();
