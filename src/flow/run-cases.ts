import type { FactTools } from '../diagnosis/facts.js';
import type { Diagnosis } from '../model/diagnosis.js';
import type { Capture } from '../model/investigation.js';
import type { Playbooks } from '../model/playbook.js';
import type { Case } from '../playbooks/case.js';
import { judgeCase } from '../playbooks/cases.js';
import { judgeTwin, twinsOf } from '../playbooks/twins.js';
import { replay } from './replay.js';

/** What one case gave: the diagnoses of its captures and their twins, and every expectation that failed. */
export interface CaseRun {
  readonly failures: readonly string[];
  readonly diagnoses: readonly Diagnosis[];
  readonly twins: number;
}

/** Replays the captures of a case, each as it is and made worse in every mechanical way, and judges the answers. */
export async function runCase(playbookCase: Case, captures: readonly Capture[], playbooks: Playbooks, tools: FactTools): Promise<CaseRun> {
  const failures: string[] = [];
  const diagnoses: Diagnosis[] = [];
  let twins = 0;
  for (const capture of captures) {
    const { diagnosis: full } = await replay(capture, playbooks, tools, playbookCase.symptom);
    diagnoses.push(full);
    failures.push(...judgeCase(playbookCase, full));
    if (!playbookCase.twins) continue;
    for (const twin of twinsOf(capture)) {
      const { diagnosis } = await replay(twin.capture, playbooks, tools, playbookCase.symptom);
      twins += 1;
      diagnoses.push(diagnosis);
      failures.push(...judgeTwin(full, twin, diagnosis));
    }
  }
  return { failures, diagnoses, twins };
}
