import type { OutcomeWord } from '../model/diagnosis.js';

/** The exit codes of the contract (docs/contracts.md): scripts depend on them. */
export const EXIT = { ok: 0, error: 1, usage: 2, noneOfThese: 3, notEstablished: 4, breached: 5, unmeasurable: 6 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a finished diagnosis. */
export function exitCodeFor(outcome: OutcomeWord): ExitCode {
  switch (outcome) {
    case 'root-cause-confirmed':
    case 'root-cause-likely':
      return EXIT.ok;
    case 'none-of-these':
      return EXIT.noneOfThese;
    case 'traced':
    case 'undetermined':
      return EXIT.notEstablished;
  }
}
