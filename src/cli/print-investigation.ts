import type { Wording } from '../diagnosis/summarise.js';
import type { Investigation } from '../model/investigation.js';
import type { Symptom } from '../model/playbook.js';
import { type ExitCode, exitCodeFor } from './exit-codes.js';
import { renderJson } from './render-json.js';
import { renderText } from './render-text.js';
import type { CliServices } from './services.js';

/** Writes the answer, one JSON object or the summary for a person, and gives its exit code. */
export function printInvestigation(
  services: CliServices,
  investigation: Investigation,
  symptom: Symptom | undefined,
  wording: Wording,
  json: boolean,
): ExitCode {
  services.out.write(json ? `${renderJson(investigation)}\n` : renderText(investigation, symptom, services.out, wording));
  return exitCodeFor(investigation.diagnosis.outcome);
}
