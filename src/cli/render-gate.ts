import { budgetInWords } from '../diagnosis/budget-in-words.js';
import type { GateOutcome } from '../flow/gate/run-gate.js';
import { harmless } from '../model/harmless.js';
import type { Investigation } from '../model/investigation.js';
import { rfc3339 } from '../model/timestamp.js';
import { diagnosisJson } from './render-json.js';
import { paint, type Terminal, wrap } from './terminal.js';

export interface GateAnswer {
  readonly service: string;
  readonly outcome: GateOutcome;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly diagnosis?: Investigation;
}

const HEADLINES: Readonly<Record<GateOutcome['state'], string>> = {
  within: 'WITHIN ITS BUDGETS',
  breached: 'BUDGET BREACHED',
  unmeasurable: 'NOT MEASURED, SO NOT PASSED',
  stopped: 'STOPPED BEFORE IT WAS DECIDED',
};

function commandText({ end, byGate }: NonNullable<GateOutcome['command']>): string {
  if (byGate) return 'the command was ended at once';
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? 'the command ended well' : `the command ended by itself with exit code ${end.code}`;
    case 'killed':
      return `the command was killed by somebody else (${end.signal})`;
    case 'not-started':
      return `the command could not be started: ${end.says}`;
  }
}

/** The answer for a person, without the diagnosis. */
export function renderGateText({ service, outcome }: GateAnswer, terminal: Terminal): string {
  const { state, verdicts, command } = outcome;
  const heading = paint(terminal, ['bold', state === 'within' ? 'green' : state === 'breached' ? 'red' : 'yellow'], HEADLINES[state]);
  const lines = verdicts.map(verdict => {
    const mark = verdict.state === 'within' ? '+' : verdict.state === 'unmeasurable' ? '?' : '-';
    return wrap(budgetInWords(verdict), terminal.columns, `  ${mark} `, '    ');
  });
  if (command) lines.push(wrap(harmless(commandText(command)), terminal.columns, '    ', '    '));
  return `${service}: ${heading}\n${lines.join('\n')}\n`;
}

/** The answer as the `faultline.gate/1` object of the contract, without a line break at its end. */
export function renderGateJson({ service, outcome, startedAt, endedAt, diagnosis }: GateAnswer): string {
  return JSON.stringify({
    schema: 'faultline.gate/1',
    service,
    state: outcome.state,
    budgets: outcome.verdicts.map(({ budget, state, value, source, why, looks, measured }) => ({
      budget: budget.name,
      limit: budget.limit,
      state,
      // JSON knows no infinity: a P99 that was never answered has no number.
      value: value !== undefined && Number.isFinite(value) ? value : null,
      source: source ?? null,
      why: why ?? null,
      looks,
      measured,
    })),
    command: outcome.command ? { ...outcome.command.end, endedByGate: outcome.command.byGate } : null,
    diagnosis: diagnosis ? diagnosisJson(diagnosis) : null,
    startedAt: rfc3339(startedAt),
    durationMs: Math.round((endedAt - startedAt) * 1000),
  });
}
