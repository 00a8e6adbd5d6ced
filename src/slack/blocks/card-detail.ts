/** How much of an alert incident's card is shown. Counts are items, the others characters. */
export interface CardDetail {
  readonly title: number;
  readonly answer: number;
  readonly labels: number;
  readonly name: number;
  readonly alerts: number;
  readonly says: number;
  readonly because: number;
  readonly related: number;
  readonly timeline: number;
}

const FULL: CardDetail = { title: 140, answer: 400, labels: 8, name: 80, alerts: 5, says: 200, because: 3, related: 3, timeline: 6 };

/** What is given up, in this order; title, state and answer always stay. */
export const CARD_DETAILS: readonly [CardDetail, ...CardDetail[]] = [
  FULL,
  { ...FULL, timeline: 4, says: 140 },
  { ...FULL, timeline: 3, says: 100, alerts: 3, labels: 5, related: 2, because: 2 },
  { ...FULL, timeline: 2, says: 80, alerts: 2, labels: 3, related: 1, because: 1, name: 40, answer: 250 },
  { title: 100, answer: 160, labels: 2, name: 24, alerts: 1, says: 40, because: 0, related: 0, timeline: 1 },
];
