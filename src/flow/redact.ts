import type { Attempt, CheckRun, HostRun } from '../model/capture.js';
import type { Target } from '../model/target.js';

/**
 * Secrets as they stand in logs, units, URLs and command lines. Every repetition is bounded: the text comes from a host, and matching
 * must stay linear. The name of what was there stays, so that a reader sees that something was.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]{0,20000}(-----END)?/gu, '$1[redacted]$2'],
  // A password may hold `@` and `/`: the last `@` counts. A bare number before a slash is a port and not a password.
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,128}:)(?!\d{1,5}(?:[/?#"'\s]|$))([^\s"']{1,256})(@)/giu, '$1[redacted]$3'],
  [/(\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:\w{1,20}\s{1,3})?)([^\s"',;]{6,4096})/giu, '$1[redacted]'],
  [/(\bbearer\s{1,3})([A-Za-z0-9+/=._~-]{6,4096})/giu, '$1[redacted]'],
  [/(\b(?:set-)?cookie["']?\s{0,3}[:=]\s{0,3})([^\r\n"]{1,4096})/giu, '$1[redacted]'],
  [
    /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["']?\s{0,3}[=:]\s{0,3})(?:(")(?:[^"\\\r\n]|\\.){1,512}(")|(')[^'\r\n]{1,512}(')|[^\s"',;&]{3,512})/giu,
    // The quotes stay: JSON with a redacted value is JSON.
    '$1$2$4[redacted]$3$5',
  ],
  [/(--(?:password|passwd|pass|secret|token|api-key)\s{1,3})(\S{1,512})/giu, '$1[redacted]'],
  // Forms that are secrets whatever stands before them: AWS, Slack, GitHub, JSON web tokens, Slack's hook URLs.
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/gu, '$1[redacted]'],
  [/\b(xox[abeprs]-|gh[oprsu]_|glpat-)[A-Za-z0-9_-]{6,512}/gu, '$1[redacted]'],
  [/\b(eyJ)[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,2048}/gu, '$1[redacted]'],
  [/(hooks\.slack\.com\/(?:services|workflows)\/)[A-Za-z0-9/_-]{6,512}/gu, '$1[redacted]'],
];

/** Takes secrets out of a text. Once is enough: a second time changes nothing. */
export function redactText(text: string): string {
  return PATTERNS.reduce((left, [pattern, put]) => left.replace(pattern, put), text);
}

function redactAttempt(attempt: Attempt): Attempt {
  return { ...attempt, command: redactText(attempt.command), stdout: redactText(attempt.stdout), stderr: redactText(attempt.stderr) };
}

function redactCheck(run: CheckRun): CheckRun {
  if (run.kind === 'not-run') return { ...run, detail: redactText(run.detail) };
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

/** A target as it is recorded: the URL was needed in full for the probe, a capture needs only to name it. */
export function redactTarget(target: Target): Target {
  const params = Object.fromEntries(Object.entries(target.params).map(([name, value]) => [name, redactText(value)]));
  return { ...target, ...(target.url === undefined ? {} : { url: redactText(target.url) }), params };
}
