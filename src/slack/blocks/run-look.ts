import type { OutcomeWord } from '../../model/diagnosis.js';
import type { Run, RunState } from '../../model/incident.js';

/** How a state looks: a sign and a word for everybody, a colour for those who see it. */
export interface RunLook {
  readonly sign: string;
  readonly word: string;
  readonly colour: string;
}

const LOOKING: RunLook = { sign: '🔎', word: 'Looking', colour: '#1d6fd1' };
/** Whether nothing was looked at or not everything: true of both. */
const FAILED: RunLook = { sign: '⛔', word: 'No diagnosis', colour: '#57606a' };

/** No outcome is green: that would read as "all is well", which nobody has found out. */
const OUTCOMES: Readonly<Record<OutcomeWord, RunLook>> = {
  'root-cause-confirmed': { sign: '🔴', word: 'Root cause confirmed', colour: '#cf222e' },
  'root-cause-likely': { sign: '🟠', word: 'Root cause likely', colour: '#e16f24' },
  traced: { sign: '🟡', word: 'Traced, cause not established', colour: '#bf8700' },
  undetermined: { sign: '❓', word: "I don't know", colour: '#8250df' },
  'none-of-these': { sign: '⚪', word: 'None of these', colour: '#6e7781' },
};

/** An answered run whose outcome is not at hand. */
const ANSWERED: RunLook = { sign: '💬', word: 'Answered', colour: '#6e7781' };

/** The look of a run that gave no answer, once it is known how far it came. */
export function failedLook({ brokeOff }: Pick<Extract<RunState, { kind: 'failed' }>, 'brokeOff'>): RunLook {
  return { ...FAILED, word: brokeOff ? 'Broke off' : 'Could not begin' };
}

/** The look of a run; `outcome` counts once it is answered. */
export function runLook(state: RunState['kind'], outcome?: OutcomeWord): RunLook {
  if (state === 'looking') return LOOKING;
  if (state === 'failed') return FAILED;
  return outcome === undefined ? ANSWERED : OUTCOMES[outcome];
}

/** The look of a run as it is; `outcome` is that of its answer, where it is at hand in words. */
export function lookOfRun({ state }: Run, outcome: OutcomeWord | undefined): RunLook {
  if (state.kind === 'failed') return failedLook(state);
  return runLook(state.kind, state.kind === 'answered' ? (outcome ?? state.investigation.diagnosis.outcome) : undefined);
}
