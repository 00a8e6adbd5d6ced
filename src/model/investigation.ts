import type { HostRun } from './capture.js';
import type { ComparedRuns } from './comparison.js';
import type { Diagnosis } from './diagnosis.js';
import type { InventoryHost, InventoryService } from './host.js';
import type { Target } from './target.js';

/** One visit as it was made: what was asked there, and exactly what came back. */
export interface RecordedVisit {
  /** True when a person or an alert asked for this target; false when a finding led to it. */
  readonly asked: boolean;
  readonly target: Target;
  readonly symptoms: readonly string[];
  /** The host's own checks, and those made from the bot. */
  readonly runs: readonly HostRun[];
}

/** Everything that a replay needs: the raw output of every visit, and the part of the inventory that following used. */
export interface Capture {
  readonly schema: 'faultline.capture/1';
  readonly symptom: string;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly windowSeconds: number;
  readonly hosts: readonly InventoryHost[];
  readonly services: readonly InventoryService[];
  readonly visits: readonly RecordedVisit[];
  /** What the asked host was compared with. */
  readonly compared?: readonly ComparedRuns[];
}

/** A finished investigation: what was concluded, and the capture that it can be repeated from. */
export interface Investigation {
  readonly diagnosis: Diagnosis;
  readonly capture: Capture;
}
