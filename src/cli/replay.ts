import { replay } from '../flow/replay.js';
import { printInvestigation } from './diagnose.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { findSymptom } from './find-symptom.js';
import { readCapture } from './read-capture.js';
import { renderProblem } from './render-problem.js';
import type { CliServices } from './services.js';
import { harmless } from './terminal.js';

export interface ReplayOptions {
  readonly symptom?: string;
  readonly json: boolean;
  readonly config?: string;
}

/** `faultline replay CAPTURE`: what today's playbooks say of a recorded capture; no host is touched. */
export async function replayCapture(services: CliServices, path: string, options: ReplayOptions): Promise<ExitCode> {
  const complain = (text: string, exit: ExitCode): ExitCode => {
    services.err.write(`faultline: ${harmless(text)}\n`);
    return exit;
  };
  const opened = await services.openHosts(options.config);
  if (opened.kind === 'refused') return complain(opened.problems.join('; '), EXIT.error);
  const { playbooks, problems } = services.loadPlaybooks(opened.playbookFolders);
  if (problems[0]) return complain(renderProblem(problems[0]), EXIT.error);
  const read = readCapture(services.readFile(path), path);
  if (read.kind === 'failed') return complain(read.says, EXIT.error);
  const wanted = options.symptom === undefined ? undefined : findSymptom(playbooks, options.symptom);
  if (wanted?.kind === 'refused') {
    services.err.write(wanted.lines.map(line => `faultline: ${harmless(line)}\n`).join(''));
    return EXIT.usage;
  }
  const id = wanted?.symptom.id ?? read.capture.symptom;
  const symptom = playbooks.symptoms.get(id);
  if (!symptom) return complain(`${path} was recorded for the symptom ${id}, which no playbook has; choose one with --symptom`, EXIT.usage);
  return printInvestigation(services, await replay(read.capture, playbooks, services.factTools, id), symptom, options.json);
}
