import type { Attempt } from '../../../src/model/capture.js';
import type { Capture, Investigation } from '../../../src/model/investigation.js';

/** Everything that a host may print to fool people, Slack or a terminal, in one line. */
export const HOSTILE =
  'GET /<!channel> <!here> <@U0BOSS> <https://evil.example|https://bank.example> ``` *bold* _i_ ~s~ :skull: > q &amp; \u202etxt.exe\u202c \u0007\u001b]0;title\u0007\u001b[31mred\u200b \u{e0041}';

function eachAttempt(capture: Capture, change: (attempt: Attempt) => Attempt): Capture {
  return {
    ...capture,
    visits: capture.visits.map(visit => ({
      ...visit,
      runs: visit.runs.map(host => ({
        ...host,
        runs: host.runs.map(run => {
          if (run.kind !== 'ran') return run;
          const [first, ...more] = run.looks.map(look => ({ attempts: look.attempts.map(change) }));
          return first ? { ...run, looks: [first, ...more] as const } : run;
        }),
      })),
    })),
  };
}

/** The same capture, with what a client sends to the proxy replaced: it lands in the proxy's log, and so in the evidence. */
export function withHostileRequests(capture: Capture): Capture {
  return eachAttempt(capture, attempt => ({ ...attempt, stdout: attempt.stdout.replaceAll('GET /v1/items', HOSTILE) }));
}

const EARLIER_LINES = 50_000;

/** The same capture, with 50,000 more lines in the kernel log, before those that count. */
export function withLongKernelLog(capture: Capture): Capture {
  const earlier = '2026-11-21T08:00:00,000000+00:00 nothing to see here\n'.repeat(EARLIER_LINES);
  return eachAttempt(capture, attempt => ({
    ...attempt,
    stdout: attempt.stdout.replace(
      /^(-- dmesg \w+, lines: )(\d+)\n/u,
      (_, head: string, lines: string) => `${head}${Number(lines) + EARLIER_LINES}\n${earlier}`,
    ),
  }));
}

/** The same capture, with one host that could not be reached. */
export function withoutHost(capture: Capture, name: string): Capture {
  return {
    ...capture,
    visits: capture.visits.map(visit => ({
      ...visit,
      runs: visit.runs.map(host =>
        host.host === name
          ? {
              ...host,
              uid: -1,
              runs: host.runs.map(({ key }) => ({
                kind: 'not-run' as const,
                key,
                reason: 'unreachable' as const,
                detail: `no route to ${name}`,
                hint: 'check the network between the bot and the host',
              })),
              trouble: {
                kind: 'unreachable' as const,
                says: `no route to ${name}`,
                hint: 'check the network between the bot and the host',
              },
            }
          : host,
      ),
    })),
  };
}

/** The same investigation, with advice of a whole book and hostile words in every text that a playbook or a host has a part in. */
export function withHostileWords({ diagnosis, capture }: Investigation): Investigation {
  const worse = (text: string): string => `${text} ${HOSTILE} ${'and much more. '.repeat(5000)}`;
  return {
    capture,
    diagnosis: {
      ...diagnosis,
      verdicts: diagnosis.verdicts.map(verdict => ({
        ...verdict,
        title: worse(verdict.title),
        advice: worse(verdict.advice),
        evidence: verdict.evidence.map(line => ({
          ...line,
          says: worse(line.says),
          ...(line.source ? { source: { ...line.source, command: worse(line.source.command), line: worse(line.source.line) } } : {}),
        })),
      })),
      gaps: diagnosis.gaps.map(gap => ({ ...gap, detail: worse(gap.detail), hint: worse(gap.hint) })),
      readings: diagnosis.readings.map(reading => ({ ...reading, parts: reading.parts.map(worse) })),
    },
  };
}

/** The same investigation, with 200 gaps for 200 reasons. */
export function withManyGaps({ diagnosis, capture }: Investigation): Investigation {
  const gaps = Array.from({ length: 200 }, (_, index) => ({
    check: `check_${index}`,
    host: `api-${index % 40}`,
    reason: 'denied' as const,
    detail: `reading /var/lib/thing-${index}/state: Permission denied`,
    hint: `let the bot's user read /var/lib/thing-${index}`,
  }));
  return { capture, diagnosis: { ...diagnosis, gaps } };
}
