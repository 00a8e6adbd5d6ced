import type { CheckProgress } from '../flow/ports.js';
import type { CheckRun, HostRun, HostTrouble } from '../model/capture.js';
import type { CheckPlan } from '../model/plan.js';
import { type BatchScript, type BatchScriptOptions, buildBatchScript, errandChecks, sampleOf } from './batch-script.js';
import type { OpenShell, ShellChannel } from './channel.js';
import { type Conversation, type ConversationOptions, converse } from './conversation.js';
import { HostFailure, hostText, troubleOf } from './failures.js';
import type { RunBegin } from './frames.js';
import { FORK_FAILED, isUnsound, readRuns, unreached } from './host-run.js';
import { hostVariants } from './host-variants.js';
import { buildZeroForkScript } from './zero-fork-script.js';

export interface RunBatchOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly script?: BatchScriptOptions;
  /** How much longer than the host itself the bot waits, in milliseconds: a saturated host starves its own timers. */
  readonly graceMs?: number;
}

/**
 * Makes a plan's host checks over one shell and gives what was printed. Never throws: what went wrong is in the HostRun.
 *
 * Who gives up when, the first one first, and what the attempt or check is then called:
 * 1. `timeout` on the host ends a command after its `timeoutSeconds` (times the host's slowdown): the attempt is `timed-out`.
 * 2. The reader of its output leaves 2 s later, for a command that no signal ends (a hung disk): the attempt is `hung`; the next check begins.
 * 3. The backstop on the host, after `totalSeconds`, kills what still runs (`timed-out`); what had no turn is `not-run`, `skipped`.
 * 4. The bot's own deadline, `graceMs` after that, for a host that stopped answering: it hangs up; the attempt under way is `hung`, the checks
 *    behind it are `not-run`, `unreachable`, and the visit's trouble is `out-of-time`.
 */
export async function runBatch(open: OpenShell, plan: CheckPlan, options: RunBatchOptions = {}): Promise<HostRun> {
  const checks = plan.checks.filter(check => hostVariants(check).length > 0);
  const startedAt = Date.now() / 1000;
  const script = buildBatchScript(plan, options.script);
  const report = progressReporter(plan, options.onProgress);
  const talk = async (to: BatchScript): Promise<Conversation> => {
    const conversation: ConversationOptions = {
      windowSeconds: plan.windowSeconds,
      deadlineMs: to.totalSeconds * 1000 + (options.graceMs ?? 6000),
      ...(options.signal ? { signal: options.signal } : {}),
      onStart: (errand, look) => report(to, errand, look, 'started'),
      onEnd: (errand, look) => report(to, errand, look, 'ended'),
    };
    const channel = await openUnlessCancelled(open, to.runId, plan.host, options.signal);
    const said = await converse(channel, to, conversation);
    // A pooled connection may have died unnoticed. Before the first frame nothing has run, so that once more does no harm.
    if (said.end.kind === 'cut' && said.wire.begin === undefined && channel.reused)
      return converse(await openUnlessCancelled(open, to.runId, plan.host, options.signal), to, conversation);

    return said;
  };

  const runs = new Map<string, CheckRun>();
  let begin: RunBegin | undefined;
  let trouble: HostTrouble | undefined;
  try {
    const said = await talk(script);
    begin = said.wire.begin;
    for (const [key, run] of readRuns(script, said.wire, said.end.kind === 'overdue')) runs.set(key, run);
    const unanswered = checks.filter(check => !runs.has(check.key));
    const whole = unanswered.length === 0 && said.end.kind === 'done' && !isUnsound(said.wire);
    trouble = whole ? undefined : troubleWith(said, plan, unanswered.length, script);
    if (trouble?.kind === 'cannot-fork' && unanswered.length > 0) {
      const bare = buildZeroForkScript(unanswered, script.totalSeconds);
      const again = bare.errands.length === 0 ? undefined : await talk(bare);
      begin ??= again?.wire.begin;
      // Here "missing" says only that this way was not open, so that only what was read counts.
      for (const [key, run] of again ? readRuns(bare, again.wire, false) : []) if (run.kind === 'ran') runs.set(key, run);
    }
  } catch (error) {
    trouble ??= troubleOf(error);
  }
  const found = trouble;
  return {
    host: plan.host,
    hostClock: begin?.clock ?? startedAt,
    uid: begin?.uid ?? -1,
    runs: checks.map(check => runs.get(check.key) ?? unreached(check, found ?? NO_ANSWER)),
    ...(found === undefined ? {} : { trouble: found }),
  };
}

/** Connecting can take long; a cancel must not wait for it. A shell that comes too late is sent away. */
async function openUnlessCancelled(open: OpenShell, runId: string, host: string, signal: AbortSignal | undefined): Promise<ShellChannel> {
  const opening = open(runId);
  if (signal === undefined) return opening;
  let cancel: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(new HostFailure('out-of-time', `the visit to ${host} was cancelled before it was reached`, ''));
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await Promise.race([opening, cancelled]);
  } catch (error) {
    opening.then(channel => channel.destroy(false)).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

const NO_ANSWER: HostTrouble = { kind: 'cut-off', says: 'the host did not answer this check', hint: 'run it again' };

function troubleWith(said: Conversation, plan: CheckPlan, unanswered: number, script: BatchScript): HostTrouble {
  const { host } = plan;
  const complaint = hostText(said.stderr.trim().split('\n')[0] ?? '');
  const left = `${unanswered} of ${plan.checks.length} checks are without an answer`;
  switch (said.end.kind) {
    case 'overdue':
      return {
        kind: 'out-of-time',
        says: `${host} did not finish within ${script.totalSeconds} s; ${left}`,
        hint: 'the host hangs or is saturated; look at its console, or run it again with fewer symptoms',
      };
    case 'cancelled':
      return { kind: 'out-of-time', says: `the visit to ${host} was cancelled; ${left}`, hint: '' };
    case 'cut':
      return {
        kind: 'cut-off',
        says: `the connection to ${host} broke while the checks ran; ${left}`,
        hint: 'the host may have gone down or killed the session; run it again',
      };
    case 'flooded':
      return {
        kind: 'cut-off',
        says: `${host} sent more than ${Math.round(said.end.limitBytes / 1024 / 1024)} MB, far more than its checks may print, so the bot hung up; ${left}`,
        hint: 'look at what the login shell of this account prints (.bashrc, .profile, a forced command); if that is little, do not trust this host',
      };
    case 'done':
      if (isUnsound(said.wire)) {
        return {
          kind: 'cut-off',
          says: `${host} did not say soundly who it is and what time it is there, so that what it said does not count; ${left}`,
          hint: 'compare `date`, /proc/uptime and `id` on its console; if they are right, do not trust what answers at this address',
        };
      }
      return cannotFork(host, complaint, left);
    case 'exited':
      if (said.wire.lacks !== undefined) return lacking(host, hostText(said.wire.lacks));
      if (FORK_FAILED.test(said.stderr) || said.wire.begin !== undefined) return cannotFork(host, complaint, left);
      return {
        kind: 'no-session',
        says: `the shell on ${host} ended with status ${said.end.status} before it ran anything${complaint === '' ? '' : `: ${complaint}`}`,
        hint: 'the account needs /bin/sh and a login shell that runs commands (not nologin); see README, "The account on the hosts"',
      };
  }
}

function cannotFork(host: string, complaint: string, left: string): HostTrouble {
  return {
    kind: 'cannot-fork',
    says: `${host} cannot start another process${complaint === '' ? '' : ` (${complaint})`}, so only files were read; ${left} at first`,
    hint: 'its process limit is reached (ulimit -u, pids cgroup or kernel.pid_max): find what started so many processes',
  };
}

function lacking(host: string, what: string): HostTrouble {
  return what === '/proc'
    ? { kind: 'no-session', says: `${host} has no /proc, so nothing can be measured`, hint: 'Faultline looks at Linux hosts only' }
    : { kind: 'no-session', says: `${host} has no ${what} command`, hint: 'install coreutils or busybox on it' };
}

/** Tells of each check once that it started and once that it ended, whether it runs by itself or folded, once or twice. */
function progressReporter(
  plan: CheckPlan,
  onProgress: ((progress: CheckProgress) => void) | undefined,
): (script: BatchScript, errand: number, look: number, state: CheckProgress['state']) => void {
  const told = new Set<string>();
  return (script, index, look, state) => {
    const errand = script.errands[index];
    if (errand === undefined || onProgress === undefined) return;
    if (state === 'ended' && look === 0 && sampleOf(errand) === 'twice') return;
    for (const { key } of errandChecks(errand)) {
      if (told.has(`${state} ${key}`)) continue;
      told.add(`${state} ${key}`);
      onProgress({ host: plan.host, key, state });
    }
  };
}
