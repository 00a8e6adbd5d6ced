import { replay } from '../flow/replay.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { findSymptom } from './find-symptom.js';
import { printInvestigation } from './print-investigation.js';
import { readCapture } from './read-capture.js';
import { renderProblem } from './render-problem.js';
import type { CliServices } from './services.js';

export interface ReplayOptions {
  readonly symptom?: string;
  readonly json: boolean;
  readonly config?: string;
}

/** `faultline replay CAPTURE`: what today's playbooks say of a recorded capture; no host is touched. */
export async function replayCapture(services: CliServices, path: string, options: ReplayOptions): Promise<ExitCode> {
  const stop = (lines: readonly string[], exit: ExitCode): ExitCode => {
    complain(services.err, lines);
    return exit;
  };
  const opened = await services.openHosts(options.config);
  if (opened.kind === 'refused') return stop(opened.problems, EXIT.error);
  const { playbooks, problems } = services.loadPlaybooks(opened.playbookFolders);
  if (problems.length > 0) return stop(problems.map(renderProblem), EXIT.error);
  const read = readCapture(services.readFile(path), path);
  if (read.kind === 'failed') return stop([read.says], EXIT.error);
  const wanted = options.symptom === undefined ? undefined : findSymptom(playbooks, options.symptom);
  if (wanted?.kind === 'refused') return stop(wanted.lines, EXIT.usage);
  const id = wanted?.symptom.id ?? read.capture.symptom;
  const symptom = playbooks.symptoms.get(id);
  if (!symptom) return stop([`${path} was recorded for the symptom ${id}, which no playbook has; choose one with --symptom`], EXIT.usage);
  return printInvestigation(services, await replay(read.capture, playbooks, services.factTools, id), symptom, playbooks, options.json);
}
