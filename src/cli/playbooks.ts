import { dirname, join } from 'node:path';
import { type CaseRun, runCase } from '../flow/run-cases.js';
import { harmless } from '../model/harmless.js';
import type { Capture } from '../model/investigation.js';
import type { Case } from '../playbooks/case.js';
import { coverageOf, coverageText } from '../playbooks/coverage.js';
import { playbookJsonSchema } from '../playbooks/json-schema.js';
import { matrixOf } from '../playbooks/matrix.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { readCapture } from './read-capture.js';
import { renderProblem } from './render-problem.js';
import type { CliServices, LoadedPlaybooks } from './services.js';
import { paint } from './terminal.js';

export type PlaybooksVerb = 'lint' | 'test' | 'coverage' | 'matrix' | 'schema';

export interface PlaybooksOptions {
  readonly config?: string;
}

type Loaded = { readonly kind: 'loaded'; readonly loaded: LoadedPlaybooks } | { readonly kind: 'stop'; readonly exit: ExitCode };

async function load(services: CliServices, folders: readonly string[], config: string | undefined): Promise<Loaded> {
  if (folders.length > 0) return { kind: 'loaded', loaded: services.loadPlaybooks(['builtin', ...folders]) };
  const opened = await services.openHosts(config);
  if (opened.kind === 'open') return { kind: 'loaded', loaded: services.loadPlaybooks(opened.playbookFolders) };
  complain(services.err, opened.problems);
  return { kind: 'stop', exit: EXIT.error };
}

function printProblems(services: CliServices, { problems }: LoadedPlaybooks): void {
  services.err.write(problems.map(problem => `${harmless(renderProblem(problem))}\n`).join(''));
}

function lint(services: CliServices, loaded: LoadedPlaybooks): ExitCode {
  const { playbooks, cases, problems } = loaded;
  printProblems(services, loaded);
  const counted = `${playbooks.checks.size} checks, ${playbooks.faults.size} faults, ${playbooks.symptoms.size} symptoms, ${cases.size} cases`;
  services.out.write(problems.length === 0 ? `${counted}: no problem\n` : `${counted} can be used; ${problems.length} problems\n`);
  return problems.length === 0 ? EXIT.ok : EXIT.error;
}

function capturesOf(services: CliServices, playbookCase: Case): { captures: readonly Capture[]; failures: readonly string[] } {
  const captures: Capture[] = [];
  const failures: string[] = [];
  for (const name of playbookCase.captures) {
    const path = join(dirname(playbookCase.place.file), name);
    const read = readCapture(services.readFile(path), path);
    if (read.kind === 'capture') captures.push(read.capture);
    else failures.push(read.says);
  }
  return { captures, failures };
}

async function runCases(
  services: CliServices,
  { playbooks, cases }: LoadedPlaybooks,
  report: (playbookCase: Case, run: CaseRun) => void,
): Promise<readonly CaseRun[]> {
  const runs: CaseRun[] = [];
  for (const playbookCase of cases.values()) {
    const { captures, failures } = capturesOf(services, playbookCase);
    const run = await runCase(playbookCase, captures, playbooks, services.factTools);
    const whole = { ...run, failures: [...failures, ...run.failures] };
    runs.push(whole);
    report(playbookCase, whole);
  }
  return runs;
}

async function test(services: CliServices, loaded: LoadedPlaybooks): Promise<ExitCode> {
  const { out } = services;
  const runs = await runCases(services, loaded, ({ id, title }, { failures, twins }) => {
    const mark = failures.length === 0 ? paint(out, 'green', 'ok  ') : paint(out, 'red', 'FAIL');
    out.write(`${mark} ${id}: ${title} (and ${twins} degraded twins)\n`);
    for (const failure of failures) out.write(`       ${harmless(failure)}\n`);
  });
  const failed = runs.filter(({ failures }) => failures.length > 0).length;
  if (runs.length === 0) {
    complain(services.err, ['there is no case to test: record a capture with `diagnose --record FILE` and write a case for it']);
    return EXIT.error;
  }
  out.write(`${runs.length - failed} of ${runs.length} cases are as expected\n`);
  return failed === 0 ? EXIT.ok : EXIT.error;
}

async function coverage(services: CliServices, loaded: LoadedPlaybooks): Promise<ExitCode> {
  const runs = await runCases(services, loaded, () => undefined);
  const covered = coverageOf(
    loaded.playbooks,
    runs.flatMap(({ diagnoses }) => diagnoses),
  );
  services.out.write(coverageText(covered));
  return covered.missing.length === 0 ? EXIT.ok : EXIT.error;
}

/** `faultline playbooks VERB [FOLDER]`: the same tools for the user's own playbooks as for ours. */
export async function playbooksCommand(
  services: CliServices,
  verb: PlaybooksVerb,
  folders: readonly string[],
  options: PlaybooksOptions,
): Promise<ExitCode> {
  if (verb === 'schema') {
    services.out.write(`${JSON.stringify(playbookJsonSchema(), null, 2)}\n`);
    return EXIT.ok;
  }
  const found = await load(services, folders, options.config);
  if (found.kind === 'stop') return found.exit;
  const { loaded } = found;
  if (verb === 'lint') return lint(services, loaded);
  if (loaded.problems.length > 0) {
    printProblems(services, loaded);
    return EXIT.error;
  }
  switch (verb) {
    case 'test':
      return test(services, loaded);
    case 'coverage':
      return coverage(services, loaded);
    case 'matrix':
      services.out.write(matrixOf(loaded.playbooks, services.out.isTty ? 'text' : 'markdown'));
      return EXIT.ok;
  }
}
