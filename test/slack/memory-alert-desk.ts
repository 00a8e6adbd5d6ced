import type { AlertDesk, Pressed } from '../../src/flow/ports/alert-desk.js';
import type { Matcher } from '../../src/model/story.js';

/** An alert desk that notes what it is asked for, and answers as the test says. */
export interface MemoryAlertDesk extends AlertDesk {
  readonly asked: (readonly unknown[])[];
  /** What the next presses come to. */
  answer: Pressed;
  matching: readonly Matcher[] | undefined;
  /** Markdown by incident. */
  readonly exports: Map<string, string>;
}

export function memoryAlertDesk(): MemoryAlertDesk {
  const noted =
    (what: string) =>
    async (...asked: readonly unknown[]): Promise<Pressed> => {
      desk.asked.push([what, ...asked]);
      return desk.answer;
    };
  const desk: MemoryAlertDesk = {
    asked: [],
    answer: { kind: 'done' },
    matching: [{ label: 'service', value: 'checkout' }],
    exports: new Map(),
    canSilence: true,
    acknowledge: noted('acknowledge'),
    assign: noted('assign'),
    silence: noted('silence'),
    endSilences: noted('endSilences'),
    close: noted('close'),
    openFromStorm: noted('openFromStorm'),
    matchers: async () => desk.matching,
    exported: async incident => desk.exports.get(incident),
  };
  return desk;
}
