import type { Attempt, CheckRun, HostRun } from '../model/capture.js';

/**
 * Secrets as they stand in logs, units and command lines: a telling name, then `=`, `:` or a blank, then the value. Bounded
 * repetitions only: the text comes from a host, and matching must stay linear.
 */
const NAMED_SECRET =
  /((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["']?\s{0,3}[=:]\s{0,3}["']?)([^\s"',;&]{3,512})/giu;
const AUTHORIZATION =
  /(\b(?:authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:basic|bearer|digest|token)?|bearer)\s{1,3})([A-Za-z0-9+/=._~-]{6,4096})/giu;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,128}:)([^\s@/]{1,256})(@)/giu;
const PRIVATE_KEY = /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[A-Za-z0-9+/=\s]{0,20000}(-----END)?/gu;

/** Takes secrets out of a text; the name stays, so that a reader sees that something was there. */
export function redactText(text: string): string {
  return text
    .replace(PRIVATE_KEY, '$1[redacted]$2')
    .replace(URL_PASSWORD, '$1[redacted]$3')
    .replace(AUTHORIZATION, '$1[redacted]')
    .replace(NAMED_SECRET, '$1[redacted]');
}

function redactAttempt(attempt: Attempt): Attempt {
  return { ...attempt, stdout: redactText(attempt.stdout), stderr: redactText(attempt.stderr) };
}

function redactCheck(run: CheckRun): CheckRun {
  if (run.kind === 'not-run') return run;
  const [first, ...rest] = run.looks;
  return {
    ...run,
    looks: [{ attempts: first.attempts.map(redactAttempt) }, ...rest.map(({ attempts }) => ({ attempts: attempts.map(redactAttempt) }))],
  };
}

/** Takes secrets out of what a host printed, before anything is judged, shown or recorded. */
export function redactRun(run: HostRun): HostRun {
  return { ...run, runs: run.runs.map(redactCheck) };
}
